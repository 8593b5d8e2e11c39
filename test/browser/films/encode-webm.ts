import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type * as Mediabunny from 'mediabunny';
import { projectRoot } from '../modal-server.ts';
import type { Frame } from './camera.ts';

const STUDIO = 'http://127.0.0.1:9/';
const LIBRARY = join(projectRoot, 'node_modules/mediabunny/dist/bundles/mediabunny.min.mjs');

export interface EncodedFilm {
  webm: Buffer;
  /** What is shown before it is played: its picture at one third. */
  poster: Buffer;
}

/** What the page of the studio keeps between two frames. */
interface Studio {
  add(jpeg: string, seconds: number): Promise<void>;
  end(): Promise<string>;
  toPoster(jpeg: string): Promise<string>;
}

/** Makes a WebM film (VP9, no sound) by the browser's own encoder; every frame has the size of the first. */
export async function encodeWebm(browser: Browser, frames: readonly Frame[]): Promise<EncodedFilm> {
  const page = await browser.newPage();
  try {
    await openStudio(page);
    for (const { jpeg, seconds } of frames) {
      await page.evaluate(
        (frame) => (window as unknown as { studio: Studio }).studio.add(frame.jpeg, frame.seconds),
        { jpeg: jpeg.toString('base64'), seconds },
      );
    }
    const webm = await page.evaluate(() => (window as unknown as { studio: Studio }).studio.end());
    const poster = await page.evaluate(
      (jpeg) => (window as unknown as { studio: Studio }).studio.toPoster(jpeg),
      frames[Math.floor(frames.length / 3)]!.jpeg.toString('base64'),
    );
    return { webm: Buffer.from(webm, 'base64'), poster: Buffer.from(poster, 'base64') };
  } finally {
    await page.close();
  }
}

/** The encoder is given to pages of secure origins alone, which the loopback address is. */
async function openStudio(page: Page): Promise<void> {
  const library = await readFile(LIBRARY, 'utf8');
  await page.route(`${STUDIO}**`, (route) =>
    route.request().url().endsWith('.mjs')
      ? route.fulfill({ contentType: 'text/javascript', body: library })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Studio</title>' }),
  );
  await page.goto(STUDIO);
  await page.evaluate(startStudio, `${STUDIO}mediabunny.mjs`);
}

/** Runs in the page. */
async function startStudio(libraryUrl: string): Promise<void> {
  const library = (await import(libraryUrl)) as typeof Mediabunny;
  const target = new library.BufferTarget();
  const output = new library.Output({ format: new library.WebMOutputFormat(), target });
  const canvas = new OffscreenCanvas(1, 1);
  const toPicture = async (jpeg: string): Promise<ImageBitmap> => {
    const answer = await fetch(`data:image/jpeg;base64,${jpeg}`);
    return await createImageBitmap(await answer.blob());
  };
  const toBase64 = (buffer: ArrayBuffer): string => {
    const bytes = new Uint8Array(buffer);
    let text = '';
    for (let start = 0; start < bytes.length; start += 8192) {
      text += String.fromCharCode(...bytes.subarray(start, start + 8192));
    }
    return btoa(text);
  };
  let source: Mediabunny.CanvasSource | null = null;
  let at = 0;
  const begin = async (picture: ImageBitmap): Promise<Mediabunny.CanvasSource> => {
    Object.assign(canvas, { width: picture.width, height: picture.height });
    const begun = new library.CanvasSource(canvas, { codec: 'vp9', bitrate: 220_000, keyFrameInterval: 5 });
    output.addVideoTrack(begun);
    await output.start();
    return begun;
  };
  const studio: Studio = {
    add: async (jpeg, seconds) => {
      const picture = await toPicture(jpeg);
      source ??= await begin(picture);
      canvas.getContext('2d')!.drawImage(picture, 0, 0);
      // A picture that stays is told again each second, so that players can go to any place.
      for (let left = seconds; left > 0.001; left -= 1) {
        const length = Math.min(left, 1);
        await source.add(at, length);
        at += length;
      }
    },
    end: async () => {
      await output.finalize();
      return toBase64(target.buffer!);
    },
    toPoster: async (jpeg) => {
      const picture = await toPicture(jpeg);
      const small = new OffscreenCanvas(800, 500);
      small.getContext('2d')!.drawImage(picture, 0, 0, 800, 500);
      const blob = await small.convertToBlob({ type: 'image/webp', quality: 0.8 });
      return toBase64(await blob.arrayBuffer());
    },
  };
  Object.assign(window, { studio });
}
