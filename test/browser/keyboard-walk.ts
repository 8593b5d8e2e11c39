import type { Page } from 'playwright-core';

/** One stop of the Tab key, as it is told to a person. */
export interface KeyboardStop {
  /** Place among all that can be reached, in the order of the document; -1: nothing that was expected. */
  place: number;
  isFocusSeen: boolean;
  element: string;
}

/** A player has buttons of its own inside, which are no places of the page. */
const INNER_STOPS = 20;

/** What the Tab key reaches, from the top of the page to its end, and how much there is to reach. */
export async function walkByKeyboard(page: Page): Promise<{ stops: KeyboardStop[]; count: number }> {
  const count = await page.evaluate(markReachable);
  const stops: KeyboardStop[] = [];
  for (let presses = 0; stops.length < count && presses < count + INNER_STOPS; presses++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(readStop);
    if (stop === null) break;
    if (stop.place !== stops.at(-1)?.place) stops.push(stop);
  }
  return { stops, count };
}

/** Runs in the page: numbers what can be reached, and forgets where the keyboard was. */
function markReachable(): number {
  const selector = 'a[href], button, input, select, textarea, summary, video[controls], [tabindex="0"]';
  const all = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (element) => !element.matches(':disabled') && element.checkVisibility({ visibilityProperty: true }),
  );
  for (const [place, element] of all.entries()) element.dataset.place = String(place);
  document.documentElement.tabIndex = -1;
  document.documentElement.focus();
  document.documentElement.removeAttribute('tabindex');
  window.scrollTo(0, 0);
  return all.length;
}

/** Runs in the page. A tick is hidden behind the box that is drawn for it. */
function readStop(): KeyboardStop | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body || element === document.documentElement)
    return null;
  const hasOutline = (one: Element | null): boolean => {
    if (one === null) return false;
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && opacity !== '0';
  };
  return {
    place: Number(element.dataset.place ?? -1),
    isFocusSeen: hasOutline(element) || hasOutline(element.nextElementSibling),
    element: element.outerHTML.slice(0, 120),
  };
}
