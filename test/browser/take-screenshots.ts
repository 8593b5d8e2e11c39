// Writes pictures of the modal to docs/images and the page docs/screens.md that shows them: `npm run screenshots`, or
// `npm run screenshots -- guide consent` for some of them.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { newModalPage } from './modal-page.ts';
import { projectRoot, startModalServer, type ModalServer } from './modal-server.ts';
import { inGerman, VIEWS } from './session-views.ts';
import { showState } from './show-state.ts';
import { STATES, type State } from './states.ts';

interface Look {
  size: BrowserContextOptions;
  language: 'en' | 'de';
}

/** What stands in the docs of each state. */
const LOOKS: Record<'desktop' | 'phone', Look> = {
  desktop: {
    size: { viewport: { width: 760, height: 700 }, colorScheme: 'light' },
    language: 'en',
  },
  phone: {
    size: { viewport: { width: 360, height: 740 }, colorScheme: 'dark', isMobile: true, hasTouch: true },
    language: 'de',
  },
};
type LookName = keyof typeof LOOKS;

const FOLDER = join(projectRoot, 'docs/images');
/** A page may be longer than anybody wants to scroll through in a picture. */
const MAX_HEIGHT = 1800;
const QUALITY = 78;

async function takeAll(browser: Browser, states: readonly State[], name: LookName): Promise<void> {
  const { size, language } = LOOKS[name];
  await using server = await startModalServer(VIEWS.guide!);
  for (const state of states) {
    await using modal = await newModalPage(browser, {
      ...size,
      reducedMotion: 'reduce',
      permissions: ['clipboard-write'],
    });
    await show(modal.page, server, state, language);
    await writeFile(join(FOLDER, pictureOf(state, name)), await takePicture(modal.page));
  }
}

async function show(page: Page, server: ModalServer, state: State, language: 'en' | 'de'): Promise<void> {
  const view = language === 'de' ? inGerman(state.view) : state.view;
  await showState(page, server, { ...state, view });
  const isOtherLanguage = (await page.locator('html').getAttribute('lang')) !== language;
  if (isOtherLanguage)
    await page
      .getByRole('button', { name: /Deutsch|English/ })
      .last()
      .click();
  if (state.name === 'guide') await startFillingIn(page);
  // Pictures that are loaded when they come near are wanted here too.
  await page.evaluate(async () => {
    const images = [...document.images];
    for (const image of images) image.loading = 'eager';
    await Promise.all(images.map((image) => image.decode()));
    window.scrollTo(0, 0);
  });
}

/** Some of it is done. */
async function startFillingIn(page: Page): Promise<void> {
  const ticks = page.locator('.field .tick input');
  for (const place of [0, 1, 2]) await ticks.nth(place).check();
}

/** WebP, which takes a quarter of what PNG takes; only Chromium's own protocol offers it. */
async function takePicture(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { width } = page.viewportSize()!;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  // What sticks to the window's end belongs to the picture's end.
  await page.setViewportSize({ width, height: Math.min(height, MAX_HEIGHT) });
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  return Buffer.from(data, 'base64');
}

const pictureOf = (state: State, look: LookName): string => `modal-${state.name}-${look}.webp`;

/** Pictures of states that there are no more. */
async function removeOld(states: readonly State[]): Promise<void> {
  const wanted = new Set(states.flatMap((state) => [pictureOf(state, 'desktop'), pictureOf(state, 'phone')]));
  for (const name of await readdir(FOLDER)) {
    if (name.startsWith('modal-') && !wanted.has(name)) await rm(join(FOLDER, name));
  }
}

function writeGallery(states: readonly State[]): Promise<void> {
  const sections = states.map((state) => {
    const image = (look: LookName, alt: string) =>
      `![${titleOf(state)}, ${alt}](images/${pictureOf(state, look)})`;
    return `## ${titleOf(state)}\n\n| | |\n| --- | --- |\n| ${image('desktop', 'in English, light')} | ${image('phone', 'in German, dark, on a phone')} |\n`;
  });
  return writeFile(join(projectRoot, 'docs/screens.md'), [INTRODUCTION, ...sections].join('\n'));
}

function titleOf({ name }: State): string {
  const words = name.replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const INTRODUCTION = `# What a person sees in the modal

Every state and every dead end, as Chromium shows it: in English and light, and on a phone in German and dark. Long pages are
cut. Written by \`npm run screenshots\` from the states in \`test/browser/states.ts\`, which are also what the accessibility checks go through.
`;

await mkdir(FOLDER, { recursive: true });
await using browser = await launchChromium();
const names = process.argv.slice(2);
const wanted = STATES.filter(({ name }) => names.length === 0 || names.includes(name));
await Promise.all([takeAll(browser, wanted, 'desktop'), takeAll(browser, wanted, 'phone')]);
await removeOld(STATES);
await writeGallery(STATES);
