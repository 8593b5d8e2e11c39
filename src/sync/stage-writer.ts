import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ReadItem, SeenRow, SnapshotItem } from '../hris/snapshot.ts';
import { toError } from '../lib/app-error.ts';
import { calendarDateAt } from '../lib/calendar-date.ts';
import { loadMappings } from '../mappings/index.ts';
import { LeaseLostError } from '../queue/leases.ts';
import { createScopeFilter, type StagedItem } from './drop-out-of-scope.ts';
import { SeenBatch } from './copy-seen.ts';
import type { ComparedBase, StandingRow } from './seen-rows.ts';
import { forgetIgnored, openIgnoredFilter } from './ignored-people-store.ts';
import { CONTENTS_COLUMNS, STAGE_COLUMNS, StageLines, type StagedLines } from './stage-rows.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

// A round trip waits for the reading in between, so that many small batches would take longer than the reading.
const BATCH_CHARACTERS = 4 * 1024 * 1024;
const COPY_ROWS = `copy sync_stage (${STAGE_COLUMNS.join(', ')}) from stdin`;
const COPY_CONTENTS = `copy sync_stage_contents (${CONTENTS_COLUMNS.join(', ')}) from stdin`;

const BLOCK_CHARACTERS = 64 * 1024;

/** What a row of the base counts for in a batch. */
const SEEN_CHARACTERS = 400;

/** Lines as bytes, which lie outside of the heap, and rows of the base. */
class Batch {
  size = 0;
  readonly seen = new SeenBatch();
  readonly #texts = { rows: '', contents: '' };
  readonly #blocks: Record<keyof StagedLines, Buffer[]> = { rows: [], contents: [] };

  add(lines: StagedLines): void {
    this.#add('rows', lines.rows);
    this.#add('contents', lines.contents);
  }

  addSeen(lines: StageLines, { kind }: SeenRow, standing: StandingRow): void {
    const ordinal = lines.nextOrdinal(kind);
    this.seen.add(kind, { ordinal, standing: standing.ordinal });
    if (standing.home > 0) {
      const home = { ordinal: lines.nextOrdinal('location'), standing: standing.home, owner: ordinal };
      this.seen.add('location', home);
    }
    if (standing.employment > 0) {
      this.seen.add('employment', {
        ordinal: lines.nextOrdinal('employment'),
        standing: standing.employment,
      });
    }
    this.size += SEEN_CHARACTERS;
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
 * @param base of which rows are taken over that the items only say were seen
 * @throws LeaseLostError; AppError unavailable `stage_base_lost`
 */
export async function writeStage(
  deps: SyncDeps,
  run: SyncRun,
  items: AsyncIterable<ReadItem>,
  { base, signal }: { base: ComparedBase | undefined; signal: AbortSignal },
): Promise<void> {
  // An unchanged source gives no item.
  let staging: Staging | undefined;
  let batch = new Batch();
  // One batch is copied while the next one is read.
  let copying = Promise.resolve();
  const flush = async () => {
    await copying;
    copying = copyBatch(deps.pool, run, batch, base);
    copying.catch(() => undefined);
    batch = new Batch();
  };
  try {
    for await (const item of items) {
      signal.throwIfAborted();
      staging ??= await openStaging(deps, run);
      if (item.model === 'seen') {
        batch.addSeen(staging.lines, item, base!.rows!.get(item.kind, item.place));
      } else {
        const staged = staging.admit(item);
        if (staged) batch.add(staging.lines.toLines(staged));
      }
      if (batch.size >= BATCH_CHARACTERS) await flush();
    }
    if (batch.size > 0) await flush();
    await forgetIgnored(deps.db, run.scope.linkedAccountId, [...(staging?.returned ?? [])]);
  } finally {
    await copying;
  }
}

interface Staging {
  lines: StageLines;
  /** The item as it may be staged; undefined: not at all. */
  admit(item: SnapshotItem): StagedItem | undefined;
  /** Of the ignored people, who is back. */
  returned: ReadonlySet<string>;
}

async function openStaging(deps: SyncDeps, run: SyncRun): Promise<Staging> {
  const { sealer } = run;
  const lines = new StageLines({
    linkedAccountId: run.scope.linkedAccountId,
    syncRunId: run.id,
    today: calendarDateAt(deps.clock.now(), run.account.timeZone),
    computeMappings: await loadMappings(deps.db, run.scope),
  });
  const dropOutOfScope = createScopeFilter(run.account.hidden, sealer);
  const ignored = await openIgnoredFilter(deps.db, run.scope.linkedAccountId, sealer);
  const admit = (item: SnapshotItem) => {
    const covered = ignored.cover(item);
    // What was covered is looked at in each reading: somebody may be back.
    const own = covered === item ? item : covered && { ...covered, rowFingerprint: undefined };
    return own && dropOutOfScope(own);
  };
  return { lines, admit, returned: ignored.returned };
}

type Copy = (client: pg.PoolClient) => Promise<void>;

/**
 * Under the lease: a worker that lost it can't mix its rows into its successor's stage. A large batch goes over connections
 * side by side, because one takes the rows slower than they are read; whoever begins anew empties the stage first.
 */
async function copyBatch(
  pool: pg.Pool,
  run: SyncRun,
  batch: Batch,
  base: ComparedBase | undefined,
): Promise<void> {
  const rows = copyOf(COPY_ROWS, batch.take('rows'));
  const contents = batch.take('contents');
  const middle = Math.ceil(contents.length / 2);
  const parts = [contents.slice(0, middle), contents.slice(middle)]
    .filter((bytes) => bytes.length > 0)
    .map((bytes) => copyOf(COPY_CONTENTS, bytes));
  const isLarge = parts.length > 1;
  const seen: Copy[] = batch.seen.size > 0 ? [(client) => batch.seen.copy(client, run, base!.syncRunId)] : [];
  await allSettled(
    isLarge
      ? [rows, ...parts, ...seen].map((part) => copyUnderLease(pool, run, [part]))
      : [copyUnderLease(pool, run, [rows, ...parts, ...seen])],
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
    for (const copy of parts) await copy(client);
    await client.query('commit');
    client.release();
  } catch (error) {
    // The connection goes with the transaction, whatever state the copy left it in.
    client.release(true);
    throw error;
  }
}

function copyOf(statement: string, bytes: Buffer[]): Copy {
  return (client) => pipeline(Readable.from(bytes), client.query(copyFrom(statement)));
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
