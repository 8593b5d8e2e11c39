import {
  recordAttempts,
  type MadeAttempt,
  type RecordDeps,
  type RecordedAttempt,
} from './record-attempts.ts';

const MAX_BATCH = 500;
/** Where one is kept waiting, by a lock for example, another goes on. */
const MAX_WRITERS = 2;
/** In a large statement an attempt costs a third of what it costs in a small one. */
const MAX_GATHERING_MS = 15;

interface Waiting extends MadeAttempt {
  resolve: (recorded: RecordedAttempt) => void;
  reject: (reason: unknown) => void;
}

/** Writes attempts down together: the more of them there are, the longer it gathers; one by itself does not wait. */
export class AttemptRecorder {
  readonly #deps: RecordDeps;
  #waiting: Waiting[] = [];
  #writers = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastCount = 0;

  constructor(deps: RecordDeps) {
    this.#deps = deps;
  }

  /** Resolves when it is written. */
  record(attempt: MadeAttempt): Promise<RecordedAttempt> {
    const { promise, resolve, reject } = Promise.withResolvers<RecordedAttempt>();
    this.#waiting.push({ ...attempt, resolve, reject });
    this.#gather();
    return promise;
  }

  #gather(): void {
    if (this.#waiting.length === 0 || this.#writers === MAX_WRITERS) return;
    this.#timer ??= setTimeout(() => void this.#writeNext(), Math.min(this.#lastCount, MAX_GATHERING_MS));
  }

  async #writeNext(): Promise<void> {
    this.#timer = undefined;
    const batch = this.#waiting.splice(0, MAX_BATCH);
    this.#lastCount = batch.length;
    this.#writers += 1;
    this.#gather();
    await this.#write(batch);
    this.#writers -= 1;
    this.#gather();
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
