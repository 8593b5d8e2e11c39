/** Red, green and blue, 0 to 255 each. */
export type Rgb = readonly [number, number, number];

/** @param color `#rrggbb` */
export function parseColor(color: string): Rgb {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return [red!, green!, blue!];
}

export function formatColor(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

/** `share` of the second color in the first: 0 to 1. */
export function mixColors(first: Rgb, second: Rgb, share: number): Rgb {
  const [red, green, blue] = [0, 1, 2].map((at) => first[at]! * (1 - share) + second[at]! * share);
  return [red!, green!, blue!];
}

/** Of WCAG 2, 1 to 21. */
export function contrastOf(first: Rgb, second: Rgb): number {
  const [darker, lighter] = [luminanceOf(first), luminanceOf(second)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** WCAG 2, relative luminance. */
function luminanceOf([red, green, blue]: Rgb): number {
  return 0.2126 * toLinear(red) + 0.7152 * toLinear(green) + 0.0722 * toLinear(blue);
}

const LINEAR_BELOW = 0.04045;

function toLinear(channel: number): number {
  const share = channel / 255;
  return share <= LINEAR_BELOW ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
