import {
  recordAttempts,
  type MadeAttempt,
  type RecordDeps,
  type RecordedAttempt,
} from './record-attempts.ts';

const MAX_BATCH = 500;
/** One writes nearly all; a second one comes where the first is kept waiting, by a lock for example. */
const MAX_WRITERS = 2;
const KEPT_WAITING_MS = 20;

interface Waiting extends MadeAttempt {
  resolve: (recorded: RecordedAttempt) => void;
  reject: (reason: unknown) => void;
}

/** Writes attempts down together: what ends while one batch is being written is the next one, and the larger the cheaper. */
export class AttemptRecorder {
  readonly #deps: RecordDeps;
  #waiting: Waiting[] = [];
  #writers = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: RecordDeps) {
    this.#deps = deps;
  }

  /** Resolves when it is written. */
  record(attempt: MadeAttempt): Promise<RecordedAttempt> {
    const { promise, resolve, reject } = Promise.withResolvers<RecordedAttempt>();
    this.#waiting.push({ ...attempt, resolve, reject });
    // What comes in the same turn of the loop goes with it.
    if (this.#writers === 0) setImmediate(() => void this.#writeAll());
    else this.#timer ??= setTimeout(() => void this.#help(), KEPT_WAITING_MS);
    return promise;
  }

  async #help(): Promise<void> {
    this.#timer = undefined;
    if (this.#writers < MAX_WRITERS) await this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    this.#writers += 1;
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, MAX_BATCH));
    this.#writers -= 1;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      const recorded = await recordAttempts(this.#deps, batch);
      batch.forEach(({ resolve }, place) => resolve(recorded[place]!));
    } catch (reason) {
      if (batch.length === 1) batch[0]!.reject(reason);
      // What one of them can't be written for must not keep the others from it.
      else for (const one of batch) await this.#write([one]);
    }
  }
}
