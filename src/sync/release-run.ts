import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { enqueue } from '../queue/enqueue.ts';
import { toCoverage } from './coverage.ts';
import { announceDecision, assertHeld, toComparedRun } from './decide-run.ts';
import { hashDiff } from './diff-hash.ts';
import { useHashJoins } from './leased-transaction.ts';
import { toRunView, type SyncRunView } from './run-view.ts';
import { isStageFilled } from './stage-store.ts';
import { isSameSource } from './standing-run.ts';
import { lockRun, type RunRow, type RunScope } from './sync-runs-store.ts';

/**
 * Lets a held run through: a job applies exactly what it would do, past the guards, and people whom it shows as gone are deleted at
 * once. Safe to repeat.
 * @throws AppError not_found; conflict `run_not_held`, `account_not_linked`, `sync_running`, `held_diff_lost`, `source_changed`,
 * `diff_changed`
 */
export async function releaseRun(
  deps: { db: Db },
  input: { scope: RunScope; id: string; actor?: AuditActor },
): Promise<SyncRunView> {
  try {
    return await inTransaction(deps.db, (trx) => release(trx, input));
  } catch (error) {
    // Another run was begun between our look and our write.
    if (isOneOpenViolation(error)) throw syncRunning();
    throw error;
  }
}

async function release(
  trx: Trx,
  { scope, id, actor = COMMAND_LINE }: { scope: RunScope; id: string; actor?: AuditActor },
): Promise<SyncRunView> {
  const run = await lockRun(trx, scope, id);
  if (run.released_at !== null) return toRunView(run);
  assertHeld(run);
  await assertAccountLinked(trx, run);
  await assertNothingOpen(trx, run);
  await assertNewest(trx, run);
  await assertAsShown(trx, run);
  await announceDecision(trx, run, 'sync.released', 'queued');
  await requeue(trx, run);
  await appendAuditEvent(trx, {
    organizationId: run.organization_id,
    linkedAccountId: run.linked_account_id,
    actor,
    type: 'RELEASED_HELD_RUN',
    description: `Released the held sync run ${run.id}.`,
  });
  await enqueue(trx, 'run_sync', { linkedAccountId: run.linked_account_id, syncRunId: run.id });
  return toRunView(await lockRun(trx, scope, id));
}

async function assertAccountLinked(trx: Trx, run: RunRow): Promise<void> {
  const { status } = await trx
    .selectFrom('linked_accounts')
    .select('status')
    .where('organization_id', '=', run.organization_id)
    .where('id', '=', run.linked_account_id)
    .executeTakeFirstOrThrow();
  if (status === 'COMPLETE') return;
  const message = `The account is ${status}; link it again, and the source is read anew.`;
  throw new AppError('conflict', 'account_not_linked', message);
}

async function assertNothingOpen(trx: Trx, run: RunRow): Promise<void> {
  const open = await trx
    .selectFrom('sync_runs')
    .select('id')
    .where('organization_id', '=', run.organization_id)
    .where('linked_account_id', '=', run.linked_account_id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  if (open) throw syncRunning();
}

const syncRunning = (): AppError =>
  new AppError('conflict', 'sync_running', 'A sync of this account is at work; try again when it is over.');

function isOneOpenViolation(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'sync_runs_one_open';
}

/** What was shown must be what the source said last. */
async function assertNewest(trx: Trx, run: RunRow): Promise<void> {
  if (!(await isStageFilled(trx, { linkedAccountId: run.linked_account_id, syncRunId: run.id }))) {
    throw new AppError(
      'conflict',
      'held_diff_lost',
      'What the run had read was lost in a crash of the database; the next sync reads it again.',
    );
  }
  const { rows } = await sql<{ sourceHash: Buffer; rowsDigest: Buffer | null }>`
    select later.source_hash as "sourceHash", later.source_rows_digest as "rowsDigest" from sync_runs later
     where later.organization_id = ${run.organization_id} and later.linked_account_id = ${run.linked_account_id}
       and later.queued_at > ${run.queued_at}::timestamptz and later.source_hash is not null
       and (later.trigger <> 'source_event' or later.is_initial)
     order by later.queued_at desc limit 1`.execute(trx);
  const newest = rows[0];
  const held = { sourceHash: run.source_hash!, rowsDigest: run.source_rows_digest };
  if (!newest || isSameSource(newest, held)) return;
  throw new AppError(
    'conflict',
    'source_changed',
    'The source was read again and is another one now; wait for that run, and look at what it finds.',
  );
}

/** The records it was compared with must be the ones of today. */
async function assertAsShown(trx: Trx, run: RunRow): Promise<void> {
  await useHashJoins(trx);
  const coverage = toCoverage(run.source_summary!);
  if (run.diff_hash?.equals(await hashDiff(trx, toComparedRun(run), coverage))) return;
  throw new AppError(
    'conflict',
    'diff_changed',
    'The records changed after the run was held, so that it would do something else now; ask for a sync.',
  );
}

async function requeue(trx: Trx, run: RunRow): Promise<void> {
  await trx
    .updateTable('sync_runs')
    .set({
      state: 'queued',
      released_at: sql`now()`,
      enqueued_at: sql`now()`,
      finished_at: null,
      lease_until: null,
      attempt_count: 0,
      counts: null,
      error_code: null,
      error_message: null,
    })
    .where('linked_account_id', '=', run.linked_account_id)
    .where('id', '=', run.id)
    .execute();
}
