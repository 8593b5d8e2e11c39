import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenPageReturns } from './page-return.ts';

/** As much of a browser's page as tells that somebody comes back. */
const page = {
  document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
  window: new EventTarget(),
};

beforeEach(() => {
  vi.stubGlobal('document', page.document);
  vi.stubGlobal('window', page.window);
});
afterEach(() => vi.unstubAllGlobals());

function turn(visibilityState: 'visible' | 'hidden'): void {
  page.document.visibilityState = visibilityState;
  page.document.dispatchEvent(new Event('visibilitychange'));
}

it('acts when the page is seen again and when it is online again, until it is ended', () => {
  const acted: string[] = [];
  let cause = 'hidden';
  const end = whenPageReturns(() => acted.push(cause));
  turn('hidden');
  cause = 'visible';
  turn('visible');
  cause = 'online';
  page.window.dispatchEvent(new Event('online'));
  expect(acted).toEqual(['visible', 'online']);
  end();
  turn('visible');
  page.window.dispatchEvent(new Event('online'));
  expect(acted).toEqual(['visible', 'online']);
});
