import { contrastOf, formatColor, mixColors, parseColor, type Rgb } from './contrast.ts';

export type Theme = 'light' | 'dark';

/** What stands in for the page's own accent, as `#rrggbb`: of buttons, links, marks and the focus ring. */
export interface Accent {
  accent: string;
  hover: string;
  tint: string;
  /** Of words upon the accent. */
  onAccent: string;
}

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
/** WCAG 2 AA for words of any size. */
const LEAST_CONTRAST = 4.5;
const STEP = 0.02;
const TINT_SHARE = 0.1;
const HOVER_SHARE = 0.15;

/** What words in the accent stand upon (styles/tokens.css), and where a color goes that can't be read there. */
const SURFACES: Record<Theme, { card: string; others: string[]; towards: Rgb }> = {
  light: { card: '#ffffff', others: ['#f6f8fb', '#f3f5f8'], towards: BLACK },
  dark: { card: '#181e28', others: ['#1f2733', '#10141b'], towards: WHITE },
};

/** `#rrggbb` as background, and black or white upon it, whichever is read better. */
export function toBrandColors(color: string): { background: string; color: string } {
  return { background: color, color: formatColor(pickReadable(parseColor(color))) };
}

/** The organization's color, darker or lighter by as little as makes every word in it and upon it readable. */
export function toAccent(color: string, theme: Theme): Accent {
  const { towards } = SURFACES[theme];
  const brand = parseColor(color);
  let accent = brand;
  for (let share = STEP; !isReadable(accent, theme); share += STEP) {
    accent = roundColor(mixColors(brand, towards, Math.min(share, 1)));
  }
  return {
    accent: formatColor(accent),
    hover: formatColor(mixColors(accent, towards, HOVER_SHARE)),
    tint: formatColor(tintOf(accent, theme)),
    onAccent: formatColor(pickReadable(accent)),
  };
}

function isReadable(accent: Rgb, theme: Theme): boolean {
  const { card, others } = SURFACES[theme];
  const surfaces = [parseColor(card), ...others.map(parseColor), tintOf(accent, theme)];
  return surfaces.every((surface) => contrastOf(accent, surface) >= LEAST_CONTRAST);
}

const tintOf = (accent: Rgb, theme: Theme): Rgb =>
  roundColor(mixColors(parseColor(SURFACES[theme].card), accent, TINT_SHARE));

const pickReadable = (background: Rgb): Rgb =>
  contrastOf(WHITE, background) > contrastOf(BLACK, background) ? WHITE : BLACK;

/** As it is painted. */
const roundColor = (color: Rgb): Rgb => parseColor(formatColor(color));
