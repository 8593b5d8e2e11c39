import { sql } from 'kysely';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { toHiddenFields } from '../hris/hidden-fields.ts';
import { parseScopes } from '../hris/scopes.ts';
import { takeLease, type Lease } from '../queue/leases.ts';
import { toKeyedParts } from './keyed-signals.ts';
import { toHeadSigns } from './organization-head.ts';
import { isStageFilled } from './stage-store.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { FetchedSource, SyncRun } from './sync-run.ts';

export interface RunIds {
  linkedAccountId: string;
  syncRunId: string;
}

/** Takes the lease and marks the run as running. Undefined: another worker has it, or it has ended. */
export function beginRun(deps: SyncDeps, ids: RunIds): Promise<SyncRun | undefined> {
  return inTransaction(deps.db, async (trx) => {
    if (!(await isOpen(trx, ids))) return undefined;
    const lease = await takeLease(trx, 'sync_runs', ids.syncRunId, deps.config.sync.leaseSeconds);
    return lease && (await startRun(deps, trx, ids, lease));
  });
}

async function isOpen(trx: Trx, ids: RunIds): Promise<boolean> {
  const run = await trx
    .selectFrom('sync_runs')
    .select('id')
    .where('linked_account_id', '=', ids.linkedAccountId)
    .where('id', '=', ids.syncRunId)
    .where('state', 'in', ['queued', 'running'])
    .forUpdate()
    .executeTakeFirst();
  return run !== undefined;
}

async function startRun(deps: SyncDeps, trx: Trx, ids: RunIds, lease: Lease): Promise<SyncRun> {
  const started = await trx
    .updateTable('sync_runs')
    .set({
      state: 'running',
      attempt_count: sql`attempt_count + 1`,
      started_at: sql`coalesce(started_at, now())`,
      error_code: null,
      error_message: null,
    })
    .where('linked_account_id', '=', ids.linkedAccountId)
    .where('id', '=', ids.syncRunId)
    .returning([
      'organization_id',
      'attempt_count',
      'is_initial',
      'trigger',
      'staged_at',
      'source_hash',
      'source_rows_digest',
      'source_summary',
      'released_at',
      'scopes_version',
    ])
    .executeTakeFirstOrThrow();
  const account = await readAccount(deps, trx, ids.linkedAccountId);
  // What was staged by other scopes may hold too much, or too little.
  const isStaged = started.staged_at !== null && started.scopes_version === account.scopesVersion;
  const isResumable = isStaged && (await isStageFilled(trx, ids));
  return {
    id: ids.syncRunId,
    lease,
    scope: { organizationId: started.organization_id, linkedAccountId: ids.linkedAccountId },
    attempt: started.attempt_count,
    isInitial: started.is_initial,
    isTargeted: started.trigger === 'source_event' && !started.is_initial,
    isScheduled: started.trigger === 'schedule' && !started.is_initial,
    isReleased: started.released_at !== null,
    staged: isResumable ? toSummary(started) : null,
    account,
  };
}

const toSummary = (stored: {
  source_hash: Buffer | null;
  source_rows_digest: Buffer | null;
  source_summary: unknown;
}): FetchedSource => ({
  ...(stored.source_summary as Omit<FetchedSource, 'sourceHash' | 'rowsDigest'>),
  sourceHash: stored.source_hash!,
  rowsDigest: stored.source_rows_digest,
});

async function readAccount(deps: SyncDeps, trx: Trx, linkedAccountId: string): Promise<SyncRun['account']> {
  const row = await trx
    .selectFrom('linked_accounts')
    .select(['id', 'end_user_origin_id', 'end_user_organization_name', 'integration', 'status'])
    .select(['remote_company_id', 'time_zone', 'sync_interval_seconds', 'source_hash', 'source_shapes'])
    .select([
      'connection_method',
      'applied_method',
      'organization_head',
      'source_rows_digest',
      'field_mappings_version',
    ])
    .select(['scopes', 'scopes_version', 'scopes_applied_version', 'keyed_fields'])
    .where('id', '=', linkedAccountId)
    .executeTakeFirstOrThrow();
  const hidden = toHiddenFields(parseScopes(row.scopes));
  const { id, end_user_origin_id, end_user_organization_name, integration } = row;
  return {
    reference: { id, end_user_origin_id, end_user_organization_name, integration },
    status: row.status,
    remoteCompanyId: row.remote_company_id,
    timeZone: row.time_zone,
    syncIntervalSeconds: row.sync_interval_seconds,
    sourceHash: row.source_hash,
    sourceRowsDigest: row.source_rows_digest,
    sourceShapes: row.source_shapes,
    method: row.connection_method,
    appliedMethod: row.applied_method,
    organizationHead: row.organization_head,
    fieldMappingsVersion: row.field_mappings_version,
    organizationHeadSigns: await toHeadSigns(row.organization_head, toKeyedParts(hidden), () =>
      deps.vault.openSealer(trx, { linkedAccountId }),
    ),
    hidden,
    scopesVersion: row.scopes_version,
    scopesAppliedVersion: row.scopes_applied_version,
    keyedParts: row.keyed_fields,
  };
}
