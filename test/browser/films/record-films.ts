// Records the films of the guides from the simulated Justworks: `npm run films`, or `npm run films -- oauth` for one.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { projectRoot } from '../modal-server.ts';
import { createCamera } from './camera.ts';
import { toWebVtt } from './captions.ts';
import { encodeWebm } from './encode-webm.ts';
import { startFilmWorld } from './film-world.ts';
import { Stage } from './stage.ts';
import { FILM_NAMES, FILM_WINDOW, WALKS, type FilmName } from './walks.ts';

const FOLDER = join(projectRoot, 'src/linking/modal/films');

async function record(browser: Browser, name: FilmName): Promise<void> {
  await using world = await startFilmWorld();
  const page = await browser.newPage({ viewport: FILM_WINDOW, deviceScaleFactor: 1.5, locale: 'en-US' });
  const camera = createCamera();
  const stage = new Stage(page, camera);
  await WALKS[name](stage, world);
  await page.close();
  const { webm, poster } = await encodeWebm(browser, camera.frames);
  await writeFile(join(FOLDER, `${name}.webm`), webm);
  await writeFile(join(FOLDER, `${name}.webp`), poster);
  for (const language of ['en', 'de'] as const) {
    await writeFile(join(FOLDER, `${name}.${language}.vtt`), toWebVtt(stage.cues, language));
  }
  console.log(`${name}: ${stage.seconds.toFixed(0)} s, ${Math.ceil(webm.length / 1024)} KiB`);
}

await using browser = await launchChromium();
const wanted = process.argv.slice(2);
for (const name of FILM_NAMES) {
  if (wanted.length === 0 || wanted.includes(name)) await record(browser, name);
}
