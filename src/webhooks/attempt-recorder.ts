import {
  recordAttempts,
  type MadeAttempt,
  type RecordDeps,
  type RecordedAttempt,
} from './record-attempts.ts';

const MAX_BATCH = 500;
/** While one batch waits for the database, another is made ready. */
const MAX_WRITERS = 2;

interface Waiting extends MadeAttempt {
  resolve: (recorded: RecordedAttempt) => void;
  reject: (reason: unknown) => void;
}

/** Writes attempts down together: what ends while one batch is being written is the next one. */
export class AttemptRecorder {
  readonly #deps: RecordDeps;
  #waiting: Waiting[] = [];
  #writers = 0;

  constructor(deps: RecordDeps) {
    this.#deps = deps;
  }

  /** Resolves when it is written. */
  record(attempt: MadeAttempt): Promise<RecordedAttempt> {
    const { promise, resolve, reject } = Promise.withResolvers<RecordedAttempt>();
    this.#waiting.push({ ...attempt, resolve, reject });
    if (this.#writers < MAX_WRITERS) {
      this.#writers += 1;
      // What comes in the same turn of the loop goes with it.
      setImmediate(() => void this.#writeAll());
    }
    return promise;
  }

  async #writeAll(): Promise<void> {
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
