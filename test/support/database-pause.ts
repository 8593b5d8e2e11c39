import pg from 'pg';
import { vi } from 'vitest';

/** A statement at which whoever comes by is held. */
export interface Halt {
  table: string;
  on: 'insert' | 'update' | 'delete';
  /** Of which rows, in SQL over `old` and `new`; without it, any. */
  when?: string;
  /** `commit`: the whole transaction is done but for its commit. */
  at?: 'row' | 'commit';
}

const LOCK = 72_849_991;

/** Holds a worker within the database, in the midst of a chosen statement, without a word in the service's own code. */
export class DatabasePause implements AsyncDisposable {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(databaseUrl: string): Promise<DatabasePause> {
    const client = new pg.Client({ connectionString: databaseUrl });
    // A server that ends it is what some tests want.
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`
      create or replace function test_halt() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(${LOCK});
        return coalesce(new, old);
      end $$`);
    return new DatabasePause(client);
  }

  async arm({ table, on, when = 'true', at = 'row' }: Halt): Promise<void> {
    await this.#client.query(`select pg_advisory_lock(${LOCK})`);
    const kind = at === 'commit' ? 'constraint trigger' : 'trigger';
    const timing = at === 'commit' ? 'after' : 'before';
    const deferral = at === 'commit' ? 'deferrable initially deferred' : '';
    await this.#client.query(`
      create ${kind} test_halt ${timing} ${on} on ${table} ${deferral}
        for each row when (${when}) execute function test_halt()`);
  }

  /** Until somebody is held. */
  async caught(timeout: number): Promise<void> {
    await vi.waitUntil(() => this.#isSomebodyHeld(), { timeout, interval: 20 });
  }

  /** Lets everybody go; the statement that was held goes on, if its client still lives. */
  async release(): Promise<void> {
    await this.#client.query(`select pg_advisory_unlock_all()`);
    const { rows } = await this.#client.query<{ name: string }>(
      `select tgrelid::regclass::text as name from pg_trigger where tgname = 'test_halt'`,
    );
    for (const { name } of rows) await this.#client.query(`drop trigger test_halt on ${name}`);
  }

  async #isSomebodyHeld(): Promise<boolean> {
    const { rows } = await this.#client.query(
      `select from pg_locks where locktype = 'advisory' and objid = ${LOCK} and not granted
          and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.length > 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release().catch(() => undefined);
    await this.#client.query('drop function if exists test_halt()').catch(() => undefined);
    await this.#client.end().catch(() => undefined);
  }
}
