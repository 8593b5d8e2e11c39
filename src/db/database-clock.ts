import { sql } from 'kysely';
import type { Clock } from '../lib/clock.ts';
import type { Db } from './client.ts';

/**
 * The database's time as it was last asked for, carried on by a clock that cannot jump: a process whose own clock is wrong,
 * or is set while it runs, is neither early nor late with what is due. Before it was asked, the process's own.
 */
export class DatabaseClock implements Clock {
  #base: { ms: number; at: number } | undefined;

  now(): Date {
    if (!this.#base) return new Date();
    return new Date(this.#base.ms + performance.now() - this.#base.at);
  }

  async synchronise(db: Db): Promise<void> {
    const asked = performance.now();
    const { rows } = await sql<{ ms: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db);
    const answered = performance.now();
    const at = (asked + answered) / 2;
    const { ms } = rows[0]!;
    // Nearer than the answer's own way is no news, and a clock that trembles could go backwards.
    if (this.#base && Math.abs(this.now().getTime() - ms - (answered - at)) <= answered - asked + 1) return;
    this.#base = { ms, at };
  }
}
