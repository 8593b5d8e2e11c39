const LINEAR_BELOW = 0.04045;

/** `#rrggbb` as background, and black or white upon it, whichever is read better (WCAG 2, relative luminance). */
export function toBrandColors(color: string): { background: string; color: string } {
  const [red, green, blue] = [1, 3, 5].map((at) => toLinear(parseInt(color.slice(at, at + 2), 16) / 255));
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  const isDark = 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05;
  return { background: color, color: isDark ? '#ffffff' : '#000000' };
}

function toLinear(channel: number): number {
  return channel <= LINEAR_BELOW ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
