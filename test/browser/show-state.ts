import type { Page } from 'playwright-core';
import { LINK_TOKEN, type ModalServer } from './modal-server.ts';
import type { State } from './states.ts';

/** Brings a page to a state as if it had just been opened for it; what it did before is forgotten. */
export async function showState(page: Page, server: ModalServer, state: State): Promise<void> {
  Object.assign(server.link, { view: state.view, failWith: state.failsWith ?? null, afterPost: {} });
  // Where the page stands already, another fragment alone would load nothing.
  await page.goto('about:blank');
  await page.goto(`${server.origin}/link${state.hasNoLink ? '' : `#token=${LINK_TOKEN}`}`);
  await page.locator('h1:not(.visually-hidden)').waitFor();
  await state.reach?.(page, server.link);
}
