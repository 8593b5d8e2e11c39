import { toError } from '../../../lib/app-error.ts';
import type { Tour, TourStepView } from '../../../sandbox/partner-app/index.ts';
import { AdminHands } from '../admin-hands.ts';
import { ControlHands } from '../control-hands.ts';
import type { DemoPlaces } from '../demo-places.ts';
import { ModalHands } from '../modal-hands.ts';
import { LINK_STEPS } from './link-steps.ts';
import { PEOPLE_STEPS } from './people-steps.ts';
import { ProductHands } from './product-hands.ts';
import type { TourStep, TourWorld } from './tour-world.ts';
import { TROUBLE_STEPS } from './trouble-steps.ts';

const STEPS: readonly TourStep[] = [...LINK_STEPS, ...PEOPLE_STEPS, ...TROUBLE_STEPS];

type Progress = Pick<TourStepView, 'state' | 'seen'>;

/** The tour through the demo: each step does something at the source and waits until the product has heard of it. */
export class DemoTour implements Tour {
  readonly #world: TourWorld;
  readonly #progress: Progress[] = STEPS.map(() => ({ state: 'to come', seen: [] }));
  readonly #listeners: (() => void)[] = [];

  /** @param options.isPhoneInUse a person has the page of the tour open, with the phone in it */
  constructor(demo: DemoPlaces, options: { isPhoneInUse: boolean }) {
    const product = new ProductHands(demo);
    this.#world = {
      product,
      admin: new AdminHands(demo.sandboxUrl),
      control: new ControlHands(demo.sandboxUrl),
      modal: remembered(async () => new ModalHands(demo.apiUrl, await product.createLinkToken())),
      isPhoneInUse: options.isPhoneInUse,
      left: {},
    };
  }

  steps(): TourStepView[] {
    return STEPS.map(({ title, tells, look }, index) => ({ title, tells, look, ...this.#progress[index]! }));
  }

  watch(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async next(): Promise<void> {
    if (this.#progress.some(({ state }) => state === 'at work')) return;
    const index = this.#progress.findIndex(({ state }) => state !== 'done');
    const step = STEPS[index];
    if (!step) return;
    this.#set(index, { state: 'at work', seen: [] });
    try {
      this.#set(index, { state: 'done', seen: await step.play(this.#world) });
    } catch (thrown) {
      this.#set(index, { state: 'failed', seen: [toError(thrown).message] });
    }
  }

  #set(index: number, progress: Progress): void {
    this.#progress[index] = progress;
    for (const listener of this.#listeners) listener();
  }
}

/** The same link session from step to step: asking once is enough. */
function remembered<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
