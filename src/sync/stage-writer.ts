import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { SnapshotItem } from '../hris/snapshot.ts';
import { LeaseLostError } from '../queue/leases.ts';
import { STAGE_COLUMNS, StageLines } from './stage-rows.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

const BATCH_CHARACTERS = 1024 * 1024;
const COPY = `copy sync_stage (${STAGE_COLUMNS.join(', ')}) from stdin`;

/**
 * Copies the items into the stage, a megabyte at a time: the source is read no faster than the database takes it, no
 * transaction is open while we wait for the source, and memory does not grow with the roster.
 * @throws LeaseLostError
 */
export async function writeStage(
  deps: SyncDeps,
  run: SyncRun,
  items: AsyncIterable<SnapshotItem>,
  signal: AbortSignal,
): Promise<void> {
  const lines = new StageLines({ linkedAccountId: run.scope.linkedAccountId, syncRunId: run.id });
  let batch: string[] = [];
  let size = 0;
  for await (const item of items) {
    signal.throwIfAborted();
    const line = lines.toLines(item);
    batch.push(line);
    size += line.length;
    if (size < BATCH_CHARACTERS) continue;
    await copyBatch(deps.pool, run, batch);
    batch = [];
    size = 0;
  }
  if (batch.length > 0) await copyBatch(deps.pool, run, batch);
}

/** Under the lease: a worker that lost it can't mix its rows into its successor's stage. */
async function copyBatch(pool: pg.Pool, run: SyncRun, lines: string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await assertLeaseOf(client, run);
    await pipeline(Readable.from(lines), client.query(copyFrom(COPY)));
    await client.query('commit');
    client.release();
  } catch (error) {
    // The connection goes with the transaction, whatever state the copy left it in.
    client.release(true);
    throw error;
  }
}

async function assertLeaseOf(client: pg.PoolClient, run: SyncRun): Promise<void> {
  const { rowCount } = await client.query(
    'select 1 from sync_runs where id = $1 and lease_token = $2 for update',
    [run.lease.id, run.lease.token],
  );
  if (rowCount === 0) throw new LeaseLostError(run.lease);
}
