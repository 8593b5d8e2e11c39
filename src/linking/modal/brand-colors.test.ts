import { expect, it } from 'vitest';
import { toBrandColors } from './brand-colors.ts';

it.each([
  ['#000000', '#ffffff'],
  ['#1f4fa3', '#ffffff'],
  ['#e11d48', '#ffffff'],
  ['#ffffff', '#000000'],
  ['#ffd400', '#000000'],
  ['#7fd6a2', '#000000'],
])('upon %s, %s is read best', (background, color) => {
  expect(toBrandColors(background)).toEqual({ background, color });
});
