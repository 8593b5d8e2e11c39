import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGE_NAMES } from '../../src/linking/modal/texts/index.ts';
import { isChromiumMissing, launchChromium } from './chromium.ts';
import { walkByKeyboard } from './keyboard-walk.ts';
import { findAxeViolations, newModalPage, unfoldAll, type ModalPage } from './modal-page.ts';
import { startModalServer, type ModalServer } from './modal-server.ts';
import { inGerman, VIEWS } from './session-views.ts';
import { showState } from './show-state.ts';
import { PROBLEM_STATES, STATES, type State } from './states.ts';

interface Look {
  width: number;
  height: number;
  colorScheme: 'light' | 'dark';
  language: 'en' | 'de';
}

const DESKTOP = { width: 1000, height: 900 };
const PHONE = { width: 360, height: 740 };
const NARROW = { width: 320, height: 640 };
/** The desktop's window at 200 % has half as many pixels of CSS. */
const ZOOMED = { width: DESKTOP.width / 2, height: DESKTOP.height / 2 };

const PLAIN: Look = { ...DESKTOP, colorScheme: 'light', language: 'en' };
/** Each state is seen as PLAIN and in one of these; the next state in the next one. */
const OTHER_LOOKS: Look[] = [
  { ...PHONE, colorScheme: 'dark', language: 'de' },
  { ...PHONE, colorScheme: 'light', language: 'en' },
  { ...DESKTOP, colorScheme: 'dark', language: 'de' },
  { ...PHONE, colorScheme: 'light', language: 'de' },
  { ...DESKTOP, colorScheme: 'dark', language: 'en' },
  { ...PHONE, colorScheme: 'dark', language: 'en' },
  { ...DESKTOP, colorScheme: 'light', language: 'de' },
];

const languageOf = (page: Page) => page.locator('html').getAttribute('lang');
const lookOf = (place: number): Look => OTHER_LOOKS[place % OTHER_LOOKS.length]!;
const named = (states: readonly State[]) =>
  states.map((state, place) => [state.name, state, lookOf(place)] as const);

describe.skipIf(isChromiumMissing())('every state and every dead end of the modal', () => {
  let browser: Browser;
  let server: ModalServer;
  let modal: ModalPage;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), startModalServer(VIEWS.guide!)]);
    modal = await newModalPage(browser, { reducedMotion: 'reduce' });
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  /** One page for all of them: a new one each time would take twice as long. */
  async function show(state: State, { language, colorScheme, ...window }: Look): Promise<void> {
    const { page } = modal;
    modal.complaints.length = 0;
    await page.setViewportSize(window);
    await page.emulateMedia({ colorScheme });
    const view = language === 'de' ? inGerman(state.view) : state.view;
    await showState(page, server, { ...state, view });
    // Without a session it is the browser's language until another one is chosen.
    if ((await languageOf(page)) !== language)
      await page.getByRole('button', { name: LANGUAGE_NAMES[language] }).click();
    await expect.poll(() => languageOf(page)).toBe(language);
  }

  async function expectClean(): Promise<void> {
    await unfoldAll(modal.page);
    expect(await findAxeViolations(modal.page)).toEqual([]);
    expect(modal.complaints).toEqual([]);
  }

  async function expectNoOverflow(...windows: { width: number; height: number }[]): Promise<void> {
    for (const window of windows) {
      await modal.page.setViewportSize(window);
      const beyond = await modal.page.evaluate(
        () => document.documentElement.scrollWidth - globalThis.innerWidth,
      );
      expect(beyond, `at ${window.width} pixels`).toBe(0);
    }
  }

  async function expectFineIn(state: State, look: Look): Promise<void> {
    await show(state, look);
    await expectClean();
    await expectNoOverflow(NARROW);
  }

  it.each(named(STATES))('%s', async (_name, state, otherLook) => {
    await show(state, PLAIN);
    await expectClean();
    await expectNoOverflow(ZOOMED, NARROW);
    const { stops, count } = await walkByKeyboard(modal.page);
    expect(stops.filter(({ isFocusSeen }) => !isFocusSeen)).toEqual([]);
    expect(stops.map(({ place }) => place)).toEqual([...Array(count).keys()]);
    await expectFineIn(state, otherLook);
  });

  it.each(named(PROBLEM_STATES))('%s', (_name, state, look) => expectFineIn(state, look));

  it('are enough to be looked at in each look', () => {
    expect(Math.min(STATES.length, PROBLEM_STATES.length)).toBeGreaterThanOrEqual(OTHER_LOOKS.length);
  });
});
