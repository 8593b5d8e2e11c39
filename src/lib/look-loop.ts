import { setTimeout as pause } from 'node:timers/promises';

export interface Look {
  everyMs: number;
  /** Whether anybody still waits for what is looked for. */
  isWanted: () => boolean;
  look: () => Promise<void>;
  /** The next look may go well. */
  onError: (thrown: unknown) => void;
}

/** One question again and again for a whole process, for as long as somebody wants to know. Holds up no end of the process. */
export class LookLoop {
  readonly #how: Look;
  #isLooking = false;

  constructor(how: Look) {
    this.#how = how;
  }

  /** Call whenever somebody new waits. */
  start(): void {
    if (!this.#isLooking) void this.#run();
  }

  async #run(): Promise<void> {
    const { everyMs, isWanted, look, onError } = this.#how;
    this.#isLooking = true;
    while (isWanted()) {
      await look().catch(onError);
      await pause(everyMs, undefined, { ref: false });
    }
    this.#isLooking = false;
  }
}
