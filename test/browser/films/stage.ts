import type { Locator, Page } from 'playwright-core';
import type { Camera } from './camera.ts';
import { readingSeconds, type Cue, type Words } from './captions.ts';
import { drawPointer, ease, type Point } from './pointer.ts';

const STEP_SECONDS = 0.08;
const MOVING_STEPS = 8;
const LETTERS_AT_ONCE = 3;

/** A person's hands on a page, slow enough to be followed, with what is told meanwhile. */
export class Stage {
  readonly page: Page;
  readonly cues: Cue[] = [];
  /** Of the film so far. */
  seconds = 0;
  readonly #camera: Camera;
  #pointer: Point = { x: 400, y: 300 };
  #isPressed = false;

  constructor(page: Page, camera: Camera) {
    this.page = page;
    this.#camera = camera;
  }

  /** Begins to tell something; what was told before stays as long as it takes to be read. */
  async say(words: Words): Promise<void> {
    await this.finish();
    this.cues.push({ ...words, from: this.seconds, to: this.seconds });
  }

  /** Stays until what is told was read. */
  async finish(): Promise<void> {
    const cue = this.cues.at(-1);
    if (!cue) return;
    await this.hold(Math.max(0, cue.from + readingSeconds(cue) - this.seconds));
    cue.to = this.seconds;
  }

  async press(target: Locator): Promise<void> {
    await this.pointAt(target);
    this.#isPressed = true;
    await this.hold(0.3);
    this.#isPressed = false;
    await target.click();
    await this.page.waitForLoadState('load');
    await this.hold(0.4);
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.press(target);
    for (let end = 0; end < text.length;) {
      end = Math.min(text.length, end + LETTERS_AT_ONCE);
      await target.fill(text.slice(0, end));
      await this.hold(STEP_SECONDS);
    }
  }

  async choose(target: Locator, value: string): Promise<void> {
    await this.pointAt(target);
    await target.selectOption(value);
    await this.hold(0.6);
  }

  /** Scrolls to it and moves the pointer there, both at once: how long it takes does not depend on the fonts of a machine. */
  async pointAt(target: Locator): Promise<void> {
    const scroll = await planScroll(target);
    const box = await target.boundingBox();
    if (!box) throw new Error('What the film points at is not seen.');
    const to = { x: box.x + Math.min(box.width / 2, 120), y: box.y - scroll.by + box.height / 2 };
    const from = this.#pointer;
    for (let step = 1; step <= MOVING_STEPS; step++) {
      const share = ease(step / MOVING_STEPS);
      this.#pointer = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      if (scroll.by !== 0)
        await this.page.evaluate((y) => window.scrollTo(0, y), scroll.from + scroll.by * share);
      await this.hold(STEP_SECONDS);
    }
  }

  /** Nothing moves for so long. */
  async hold(seconds: number): Promise<void> {
    if (seconds <= 0) return;
    this.seconds += seconds;
    if (!this.#camera.shoot) return;
    await drawPointer(this.page, this.#pointer, this.#isPressed);
    await this.#camera.shoot(this.page, seconds);
  }
}

/** Where the window stands, and how far it must go until the target is well seen; as far as the page goes. */
function planScroll(target: Locator): Promise<{ from: number; by: number }> {
  return target.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const from = window.scrollY;
    if (top > 40 && bottom < window.innerHeight - 40) return { from, by: 0 };
    const end = document.documentElement.scrollHeight - window.innerHeight;
    const to = Math.min(Math.max(0, from + top - window.innerHeight * 0.4), Math.max(0, end));
    return { from, by: to - from };
  });
}
