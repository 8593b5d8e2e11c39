import { sql } from 'kysely';
import { isUnleased, leasedFor, type Lease } from '../queue/leases.ts';
import type { SyncDeps } from './sync-deps.ts';

export interface RunIds {
  linkedAccountId: string;
  syncRunId: string;
}

/** A run as it was when this worker took it. */
export type BegunRun = NonNullable<Awaited<ReturnType<typeof startRun>>> & { lease: Lease };

/**
 * Takes the lease and marks the run as running, in one statement, so that nothing of its account is read before both are to be
 * seen by others. Undefined: another worker has it, or it has ended.
 */
export async function beginRun(deps: SyncDeps, ids: RunIds): Promise<BegunRun | undefined> {
  const run = await startRun(deps, ids);
  return run && { ...run, lease: { table: 'sync_runs', id: run.id, token: run.lease_token } };
}

function startRun({ db, config }: SyncDeps, ids: RunIds) {
  return db
    .updateTable('sync_runs')
    .set({
      ...leasedFor(config.sync.leaseSeconds),
      state: 'running',
      attempt_count: sql`attempt_count + 1`,
      started_at: sql`coalesce(started_at, now())`,
      error_code: null,
      error_message: null,
    })
    .where('linked_account_id', '=', ids.linkedAccountId)
    .where('id', '=', ids.syncRunId)
    .where('state', 'in', ['queued', 'running'])
    .where(isUnleased)
    .returning(['id', 'organization_id', 'linked_account_id', 'lease_token', 'attempt_count', 'is_initial'])
    .returning(['trigger', 'released_at', 'scopes_version', 'staged_at'])
    .returning(['source_hash', 'source_rows_digest', 'source_summary'])
    .executeTakeFirst();
}
