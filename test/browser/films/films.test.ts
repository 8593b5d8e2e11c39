import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumMissing, launchChromium } from '../chromium.ts';
import { DESKTOP, newModalPage, openModal } from '../modal-page.ts';
import { projectRoot, startModalServer } from '../modal-server.ts';
import { VIEWS } from '../session-views.ts';
import { readingSeconds, toWebVtt, type Cue } from './captions.ts';
import { startFilmWorld } from './film-world.ts';
import { Stage } from './stage.ts';
import { FILM_NAMES, FILM_WINDOW, WALKS, type FilmName } from './walks.ts';

const FOLDER = join(projectRoot, 'src/linking/modal/films');
const LANGUAGES = ['en', 'de'] as const;
/** Where each film is shown. */
const SCREENS: Record<FilmName, string> = {
  service_account: 'guide',
  credentials: 'credentials',
  oauth: 'authorize',
};
const read = (name: string): Promise<Buffer> => readFile(join(FOLDER, name));

describe.skipIf(isChromiumMissing())('the film of', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  /** The walk as it is filmed, with nobody filming. */
  async function walk(name: FilmName): Promise<{ cues: Cue[]; seconds: number }> {
    await using world = await startFilmWorld();
    await using opened = await newModalPage(browser, { viewport: FILM_WINDOW });
    const stage = new Stage(opened.page, { shoot: null });
    await WALKS[name](stage, world);
    return stage;
  }

  describe.each(FILM_NAMES)('%s', (name) => {
    it('can still be walked in the simulated Justworks, and tells what it shows', async () => {
      const { cues, seconds } = await walk(name);
      for (const language of LANGUAGES) {
        expect((await read(`${name}.${language}.vtt`)).toString()).toBe(toWebVtt(cues, language));
      }
      // Something is told from the beginning to the end, and for as long as it takes to be read.
      expect(cues[0]!.from).toBe(0);
      expect(cues.at(-1)!.to).toBe(seconds);
      for (const [place, cue] of cues.entries()) {
        expect(cue.to - cue.from).toBeGreaterThanOrEqual(readingSeconds(cue) - 0.001);
        if (place > 0) expect(cue.from).toBe(cues[place - 1]!.to);
      }
    });

    it('is small, and plays where it belongs once it is asked for', async () => {
      expect((await read(`${name}.webm`)).length).toBeLessThan(1_500_000);
      expect((await read(`${name}.webp`)).length).toBeLessThan(60_000);
      await using server = await startModalServer(VIEWS[SCREENS[name]]!);
      await using modal = await newModalPage(browser, DESKTOP);
      const { page } = modal;
      const loaded: string[] = [];
      page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
      await openModal(page, server);
      await page.getByText('Watch how it is done').click();
      const video = page.locator('video');
      await video.waitFor();
      expect(loaded.filter((path) => path.endsWith('.webm'))).toEqual([]);
      const film = await video.evaluate(async (element: HTMLVideoElement) => {
        element.muted = true;
        await element.play();
        element.pause();
        const cues = [...(element.textTracks[0]!.cues ?? [])].map(({ endTime }) => endTime);
        return {
          seconds: element.duration,
          size: [element.videoWidth, element.videoHeight],
          toldUntil: Math.max(...cues),
          isShown: element.textTracks[0]!.mode,
        };
      });
      expect(loaded.filter((path) => path.endsWith('.webm'))).not.toEqual([]);
      expect(film.seconds).toBeGreaterThanOrEqual(20);
      expect(film.seconds).toBeLessThanOrEqual(40);
      expect(film.size).toEqual([FILM_WINDOW.width * 1.5, FILM_WINDOW.height * 1.5]);
      expect(film.isShown).toBe('showing');
      expect(Math.abs(film.seconds - film.toldUntil)).toBeLessThan(0.5);
      expect(modal.complaints).toEqual([]);
    });
  });
});
