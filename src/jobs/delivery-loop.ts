import type { AppContext } from '../app-context.ts';
import { toError } from '../lib/app-error.ts';
import { deliverDue } from '../webhooks/index.ts';

/** Delivers what is due, again and again, one pass at a time; waking it during a pass makes another one follow. */
export class DeliveryLoop {
  readonly #context: AppContext;
  readonly #abort = new AbortController();
  #isWanted = false;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;

  constructor(context: AppContext) {
    this.#context = context;
  }

  wake(): void {
    this.#isWanted = true;
    if (this.#isRunning || this.#abort.signal.aborted) return;
    this.#isRunning = true;
    this.#running = this.#run();
  }

  /** No further claim; waits for the attempts that are under way. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#isWanted && !this.#abort.signal.aborted) {
        this.#isWanted = false;
        await deliverDue(this.#context, { signal: this.#abort.signal });
      }
    } catch (thrown) {
      this.#context.log.warn({ error: toError(thrown) }, 'delivery_pass_failed');
    } finally {
      this.#isRunning = false;
    }
  }
}
