import type { Page } from 'playwright-core';

/** Where the pointer's tip is, in pixels of the window. */
export interface Point {
  x: number;
  y: number;
}

/** Draws the pointer over the page; browsers leave it out of their pictures. */
export async function drawPointer(page: Page, at: Point, isPressed: boolean): Promise<void> {
  await page.evaluate(
    ({ x, y, color }) => {
      const id = 'film-pointer';
      const found = document.getElementById(id);
      const pointer = found ?? document.body.appendChild(document.createElement('div'));
      pointer.id = id;
      pointer.innerHTML = `<svg width="60" height="60" viewBox="-20 -20 60 60" style="display:block">
        <circle r="16" fill="${color}" /><path d="M0 0v21l5-4.500 3.200 7.500 4-1.700-3.200-7.300h6.800z"
        fill="#fff" stroke="#111" stroke-width="1.600" stroke-linejoin="round" /></svg>`;
      pointer.style.cssText = `position:fixed;left:${x - 20}px;top:${y - 20}px;z-index:9999;pointer-events:none`;
    },
    { ...at, color: isPressed ? 'rgb(230 120 0 / 55%)' : 'rgb(230 120 0 / 22%)' },
  );
}

/** Slow at both ends, as a hand moves; from 0 to 1. */
export function ease(share: number): number {
  return share * share * (3 - 2 * share);
}
