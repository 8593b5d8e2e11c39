import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { SnapshotItem } from '../hris/snapshot.ts';
import { toError } from '../lib/app-error.ts';
import { calendarDateAt } from '../lib/calendar-date.ts';
import { LeaseLostError } from '../queue/leases.ts';
import { CONTENTS_COLUMNS, STAGE_COLUMNS, StageLines, type StagedLines } from './stage-rows.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

// A round trip waits for the reading in between, so that many small batches would take longer than the reading.
const BATCH_CHARACTERS = 4 * 1024 * 1024;
const COPY_ROWS = `copy sync_stage (${STAGE_COLUMNS.join(', ')}) from stdin`;
const COPY_CONTENTS = `copy sync_stage_contents (${CONTENTS_COLUMNS.join(', ')}) from stdin`;

const BLOCK_CHARACTERS = 64 * 1024;

/** Lines as bytes, which lie outside of the heap. */
class Batch {
  size = 0;
  readonly #texts = { rows: '', contents: '' };
  readonly #blocks: Record<keyof StagedLines, Buffer[]> = { rows: [], contents: [] };

  add(lines: StagedLines): void {
    this.#add('rows', lines.rows);
    this.#add('contents', lines.contents);
  }

  take(table: keyof StagedLines): Buffer[] {
    return [...this.#blocks[table], Buffer.from(this.#texts[table])];
  }

  #add(table: keyof StagedLines, text: string): void {
    this.size += text.length;
    this.#texts[table] += text;
    if (this.#texts[table].length < BLOCK_CHARACTERS) return;
    this.#blocks[table].push(Buffer.from(this.#texts[table]));
    this.#texts[table] = '';
  }
}

/**
 * Copies the items into the stage, some megabytes at a time: the source is read no faster than the database takes it, no
 * transaction is open while we wait for the source, and memory does not grow with the roster.
 * @throws LeaseLostError
 */
export async function writeStage(
  deps: SyncDeps,
  run: SyncRun,
  items: AsyncIterable<SnapshotItem>,
  signal: AbortSignal,
): Promise<void> {
  const lines = new StageLines({
    linkedAccountId: run.scope.linkedAccountId,
    syncRunId: run.id,
    today: calendarDateAt(deps.clock.now(), run.account.timeZone),
  });
  let batch = new Batch();
  // One batch is copied while the next one is read.
  let copying = Promise.resolve();
  const flush = async () => {
    await copying;
    copying = copyBatch(deps.pool, run, batch);
    copying.catch(() => undefined);
    batch = new Batch();
  };
  try {
    for await (const item of items) {
      signal.throwIfAborted();
      batch.add(lines.toLines(item));
      if (batch.size >= BATCH_CHARACTERS) await flush();
    }
    if (batch.size > 0) await flush();
  } finally {
    await copying;
  }
}

interface Copy {
  statement: string;
  bytes: Buffer[];
}

/**
 * Under the lease: a worker that lost it can't mix its rows into its successor's stage. A large batch goes over connections
 * side by side, because one takes the rows slower than they are read; whoever begins anew empties the stage first.
 */
async function copyBatch(pool: pg.Pool, run: SyncRun, batch: Batch): Promise<void> {
  const rows = { statement: COPY_ROWS, bytes: batch.take('rows') };
  const contents = batch.take('contents');
  const middle = Math.ceil(contents.length / 2);
  const parts = [contents.slice(0, middle), contents.slice(middle)]
    .filter((bytes) => bytes.length > 0)
    .map((bytes) => ({ statement: COPY_CONTENTS, bytes }));
  const isLarge = parts.length > 1;
  await allSettled(
    isLarge
      ? [rows, ...parts].map((part) => copyUnderLease(pool, run, [part]))
      : [copyUnderLease(pool, run, [rows, ...parts])],
  );
}

/** Nothing is under way any more when it rejects. */
async function allSettled(works: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find((result) => result.status === 'rejected');
  if (failed) throw toError(failed.reason);
}

async function copyUnderLease(pool: pg.Pool, run: SyncRun, parts: readonly Copy[]): Promise<void> {
  const client = await pool.connect();
  try {
    await beginUnderLease(client, run);
    for (const { statement, bytes } of parts) await copy(client, statement, bytes);
    await client.query('commit');
    client.release();
  } catch (error) {
    // The connection goes with the transaction, whatever state the copy left it in.
    client.release(true);
    throw error;
  }
}

function copy(client: pg.PoolClient, statement: string, bytes: Buffer[]): Promise<void> {
  return pipeline(Readable.from(bytes), client.query(copyFrom(statement)));
}

/**
 * One message for all of it. Shared by the copies of one batch; whoever wants to extend or take the lease waits for that batch
 * alone.
 */
async function beginUnderLease(client: pg.PoolClient, { lease }: SyncRun): Promise<void> {
  const results = (await client.query(`
    begin; set local synchronous_commit = off;
    select 1 from sync_runs
     where id = ${client.escapeLiteral(lease.id)} and lease_token = ${Number(lease.token)} for share`)) as unknown as pg.QueryResult[];
  if (results.at(-1)?.rowCount !== 1) throw new LeaseLostError(lease);
}
