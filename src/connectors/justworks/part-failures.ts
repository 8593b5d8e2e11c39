import type { ReadingFailure, SnapshotModel } from '../../hris/snapshot.ts';
import { ABOUT_ONE_PAGE, ConnectorError, type ConnectorErrorCode } from '../errors.ts';

/** What one report, page or list may suffer alone. Whatever concerns the log-in or the whole source is not among it. */
const OF_ONE_PART: ReadonlySet<ConnectorErrorCode> = new Set(['source_unavailable', ...ABOUT_ONE_PAGE]);

/** Parts of the source that broke while the others are read on. */
export class PartFailures {
  readonly #failures: ReadingFailure[] = [];
  #first: ConnectorError | undefined;

  /** @throws the error itself where it is about more than one part; a source that names a time wants to be left alone */
  note(error: unknown, models: readonly SnapshotModel[]): void {
    if (!isOfOnePart(error)) throw error;
    this.#first ??= error;
    const { code, subject, message, details } = error;
    this.#failures.push({ code, subject, message, details, models });
  }

  /** Null: the part broke. What may pass by itself is tried twice. */
  async attempt<T>(models: readonly SnapshotModel[], read: () => Promise<T>): Promise<T | null> {
    try {
      return await tryTwice(read);
    } catch (error) {
      this.note(error, models);
      return null;
    }
  }

  /** @throws ConnectorError the first failure, where nothing was read beside it */
  assertNone(): void {
    if (this.#first) throw this.#first;
  }

  list(): readonly ReadingFailure[] {
    return this.#failures;
  }
}

async function tryTwice<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isOfOnePart(error) || !error.isRetryable) throw error;
    return await read();
  }
}

function isOfOnePart(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && OF_ONE_PART.has(error.code) && error.retryAfterMs === undefined;
}
