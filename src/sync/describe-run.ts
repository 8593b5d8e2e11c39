import type { AccountScope } from '../accounts/index.ts';
import type { Sealer } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { toHiddenFields } from '../hris/hidden-fields.ts';
import { parseScopes } from '../hris/scopes.ts';
import type { BegunRun } from './begin-run.ts';
import { toKeyedParts } from './keyed-signals.ts';
import { toHeadSigns } from './organization-head.ts';
import { isStageFilled } from './stage-store.ts';
import { hasStandingRunSql } from './standing-run.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { FetchedSource, SyncRun } from './sync-run.ts';

/** The run that was begun, with all that its steps need to know of its account: read once, after the run was begun. */
export async function describeRun(deps: SyncDeps, begun: BegunRun): Promise<SyncRun> {
  const { organization_id: organizationId, linked_account_id: linkedAccountId } = begun;
  const scope = { organizationId, linkedAccountId };
  const [row, sealer] = await Promise.all([
    readAccount(deps.db, scope),
    deps.vault.openSealer(deps.db, { linkedAccountId }),
  ]);
  const account = toAccount(row, sealer);
  // What was staged by other scopes may hold too much, or too little.
  const isStaged = begun.staged_at !== null && begun.scopes_version === account.scopesVersion;
  const isResumable = isStaged && (await isStageFilled(deps.db, { linkedAccountId, syncRunId: begun.id }));
  return {
    id: begun.id,
    lease: begun.lease,
    scope,
    attempt: begun.attempt_count,
    isInitial: begun.is_initial,
    isTargeted: begun.trigger === 'source_event' && !begun.is_initial,
    isScheduled: begun.trigger === 'schedule' && !begun.is_initial,
    isReleased: begun.released_at !== null,
    staged: isResumable ? toSummary(begun) : null,
    account,
    sealer,
  };
}

const toSummary = (begun: BegunRun): FetchedSource => ({
  ...(begun.source_summary as Omit<FetchedSource, 'sourceHash' | 'rowsDigest'>),
  sourceHash: begun.source_hash!,
  rowsDigest: begun.source_rows_digest,
});

type AccountRow = Awaited<ReturnType<typeof readAccount>>;

function readAccount(db: Db, scope: AccountScope) {
  return db
    .selectFrom('linked_accounts as account')
    .leftJoin('source_breakers as breaker', 'breaker.integration', 'account.integration')
    .select([
      'account.id',
      'end_user_origin_id',
      'end_user_organization_name',
      'account.integration',
      'status',
    ])
    .select([
      'remote_company_id',
      'time_zone',
      'sync_interval_seconds',
      'connection_method',
      'applied_method',
    ])
    .select(['source_hash', 'source_rows_digest', 'source_shapes', 'organization_head'])
    .select(['field_mappings_version', 'scopes', 'scopes_version', 'scopes_applied_version', 'keyed_fields'])
    .select(['account.paused_at', 'breaker.opened_at'])
    .select(hasStandingRunSql(scope).as('has_standing_run'))
    .where('account.organization_id', '=', scope.organizationId)
    .where('account.id', '=', scope.linkedAccountId)
    .executeTakeFirstOrThrow();
}

function toAccount(row: AccountRow, sealer: Sealer): SyncRun['account'] {
  const hidden = toHiddenFields(parseScopes(row.scopes));
  const { id, end_user_origin_id, end_user_organization_name, integration } = row;
  return {
    reference: { id, end_user_origin_id, end_user_organization_name, integration },
    status: row.status,
    isPaused: row.paused_at !== null,
    isSourceLeftAlone: row.opened_at !== null,
    hasStandingRun: row.has_standing_run,
    remoteCompanyId: row.remote_company_id,
    timeZone: row.time_zone,
    syncIntervalSeconds: row.sync_interval_seconds,
    sourceHash: row.source_hash,
    sourceRowsDigest: row.source_rows_digest,
    sourceShapes: row.source_shapes,
    method: row.connection_method,
    appliedMethod: row.applied_method,
    organizationHead: row.organization_head,
    organizationHeadSigns: toHeadSigns(row.organization_head, toKeyedParts(hidden), sealer),
    fieldMappingsVersion: row.field_mappings_version,
    hidden,
    scopesVersion: row.scopes_version,
    scopesAppliedVersion: row.scopes_applied_version,
    keyedParts: row.keyed_fields,
  };
}
