import type { Page } from 'playwright-core';

/** One picture of a film, and for how long it is seen. */
export interface Frame {
  jpeg: Buffer;
  seconds: number;
}

/** Takes what the page shows. A walk without a film has one that looks away. */
export interface Camera {
  /** Null: nobody looks, and nothing needs to be drawn for the film alone. */
  shoot: ((page: Page, seconds: number) => Promise<void>) | null;
}

/** What `npm run films` records with: the frames in their order. */
export function createCamera(): Required<Camera> & { frames: Frame[] } {
  const frames: Frame[] = [];
  return {
    frames,
    shoot: async (page, seconds) => {
      // The browser may be between two pages: the next try finds the new one.
      const jpeg = await takePicture(page).catch(() => takePicture(page));
      frames.push({ jpeg, seconds });
    },
  };
}

const takePicture = (page: Page): Promise<Buffer> => page.screenshot({ type: 'jpeg', quality: 95 });
