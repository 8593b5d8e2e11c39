import { useLayoutEffect } from 'preact/hooks';
import { toAccent, type Theme } from './brand-colors.ts';

const THEMES: readonly Theme[] = ['light', 'dark'];

/** Paints the page in the organization's color; null: in our own. Set through the CSSOM, which the page's policy allows. */
export function useBrand(color: string | null): void {
  // Before the browser paints: nobody sees our own color first.
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    for (const theme of THEMES) {
      const accent = color === null ? null : toAccent(color, theme);
      style.setProperty(`--brand-accent-${theme}`, accent?.accent ?? '');
      style.setProperty(`--brand-hover-${theme}`, accent?.hover ?? '');
      style.setProperty(`--brand-tint-${theme}`, accent?.tint ?? '');
      style.setProperty(`--brand-on-${theme}`, accent?.onAccent ?? '');
    }
  }, [color]);
}
