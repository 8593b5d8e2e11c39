import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toAccent, toBrandColors } from './brand-colors.ts';
import { contrastOf, formatColor, parseColor } from './contrast.ts';

/** Nine steps of each channel: 729 colors from black to white. */
const CUBE = Array.from({ length: 729 }, (_, at) =>
  formatColor([at % 9, Math.floor(at / 9) % 9, Math.floor(at / 81)].map((step) => (step * 255) / 8) as never),
);
const SURFACES = { light: ['#ffffff', '#f6f8fb', '#f3f5f8'], dark: ['#181e28', '#1f2733', '#10141b'] };

const contrast = (first: string, second: string) => contrastOf(parseColor(first), parseColor(second));

it.each([
  ['#000000', '#ffffff', 21],
  ['#777777', '#ffffff', 4.48],
  ['#1f4fa3', '#ffffff', 7.73],
])('measures the contrast of %s and %s as WCAG does', (first, second, expected) => {
  expect(contrast(first, second)).toBeCloseTo(expected, 1);
  expect(contrast(second, first)).toBe(contrast(first, second));
});

describe.each(['light', 'dark'] as const)('an accent, %s', (theme) => {
  it('can be read on every surface, and so can the words upon it', () => {
    for (const color of CUBE) {
      const { accent, hover, tint, onAccent } = toAccent(color, theme);
      for (const surface of [...SURFACES[theme], tint]) {
        expect(contrast(accent, surface), `${color} as ${accent} on ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
      for (const background of [accent, hover]) {
        expect(contrast(onAccent, background), `${onAccent} on ${background}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('is the color itself where that can be read', () => {
    const [readable, faint] = theme === 'light' ? ['#7a1fa2', '#ffd400'] : ['#ffd400', '#7a1fa2'];
    expect(toAccent(readable, theme).accent).toBe(readable);
    expect(toAccent(faint, theme).accent).not.toBe(faint);
  });
});

it('is made for the surfaces that the page has', () => {
  const tokens = readFileSync(join(import.meta.dirname, 'styles/tokens.css'), 'utf8');
  const surfaces = ['card', 'inset', 'page'].map((name) =>
    new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens),
  );
  expect(surfaces.map((found) => found?.[1])).toEqual(SURFACES.light);
  expect(surfaces.map((found) => found?.[2])).toEqual(SURFACES.dark);
});

it('puts black or white upon the color itself, whichever is read better', () => {
  for (const color of CUBE) {
    const { background, color: words } = toBrandColors(color);
    expect(background).toBe(color);
    expect(contrast(background, words), color).toBeGreaterThanOrEqual(4.5);
  }
});
