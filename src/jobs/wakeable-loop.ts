import { toError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';

/** What a pass is told while it is at work. */
export interface PassNews {
  /** Ends when nothing more is to be begun. */
  signal: AbortSignal;
  /** `listener` is called whenever somebody wakes the loop during the pass. */
  onWake: (listener: () => void) => void;
}

/** Works off what is due, again and again, one pass at a time; waking it during a pass makes another one follow. */
export class WakeableLoop {
  readonly #pass: (news: PassNews) => Promise<unknown>;
  readonly #log: Logger;
  readonly #failureEvent: string;
  readonly #abort = new AbortController();
  #isWanted = false;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;
  #tellPass: () => void = () => undefined;

  /** @param failureEvent is logged when a pass rejects; the next waking tries again */
  constructor(log: Logger, failureEvent: string, pass: (news: PassNews) => Promise<unknown>) {
    this.#log = log;
    this.#failureEvent = failureEvent;
    this.#pass = pass;
  }

  wake(): void {
    this.#isWanted = true;
    this.#tellPass();
    if (this.#isRunning || this.#abort.signal.aborted) return;
    this.#isRunning = true;
    this.#running = this.#run();
  }

  /** Begins nothing new; waits for what is under way. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#isWanted && !this.#abort.signal.aborted) {
        this.#isWanted = false;
        await this.#pass({
          signal: this.#abort.signal,
          onWake: (listener) => (this.#tellPass = listener),
        });
        this.#tellPass = () => undefined;
      }
    } catch (thrown) {
      this.#log.warn({ error: toError(thrown) }, this.#failureEvent);
    } finally {
      this.#isRunning = false;
      this.#tellPass = () => undefined;
    }
  }
}
