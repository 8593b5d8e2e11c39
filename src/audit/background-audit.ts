import type { Db } from '../db/client.ts';
import { AppError } from '../lib/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import { appendAuditEvent, type NewAuditEvent } from './audit-trail.ts';

const MAX_WAITING = 1000;
const MAX_PER_WRITE = 200;

/**
 * Events of what changes nothing, so that there is no transaction to write them in: they are written behind the answer, many at
 * once. A write that fails is tried again with the next event.
 */
export class BackgroundAudit {
  readonly #deps: { db: Db; log: Logger };
  readonly #waiting: NewAuditEvent[] = [];
  #writing: Promise<void> | undefined;

  constructor(deps: { db: Db; log: Logger }) {
    this.#deps = deps;
  }

  /**
   * Settles at once, unless too many events wait; then when they are written.
   * @throws AppError unavailable `audit_unavailable` when they can't be: what can't be written down must not be done
   */
  async append(event: NewAuditEvent): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) await this.#write().catch(refuse);
    this.#waiting.push(event);
    this.#write().catch((error: unknown) => {
      this.#deps.log.warn({ error, waiting: this.#waiting.length }, 'audit_events_not_written');
    });
  }

  /** Once everything is written. @throws what the database does when it can't be */
  async settle(): Promise<void> {
    await this.#write();
  }

  #write(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    this.#writing ??= this.#writeWaiting();
    return this.#writing;
  }

  async #writeWaiting(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const events = this.#waiting.slice(0, MAX_PER_WRITE);
        await appendAuditEvent(this.#deps.db, ...events);
        this.#waiting.splice(0, events.length);
      }
    } finally {
      // At once with the last look: who appends after it begins another.
      this.#writing = undefined;
    }
  }
}

function refuse(cause: unknown): never {
  throw new AppError(
    'unavailable',
    'audit_unavailable',
    'What would be read can not be written down at present.',
    { cause },
  );
}
