import { sql, type RawBuilder } from 'kysely';
import type { AccountScope, PermissionCheck } from '../accounts/index.ts';
import type { Sealer } from '../crypto/vault.ts';
import type { ConnectionMethod, LinkedAccountStatus, SourceShapes } from '../db/schema/accounts.ts';
import type { HiddenFields } from '../hris/hidden-fields.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import type { Lease } from '../queue/leases.ts';
import type { LinkedAccountReference } from '../webhooks/events.ts';

/** A reading, and what it showed of the permissions. */
export interface FetchedSource extends SourceSummary {
  capabilityChecks: readonly PermissionCheck[];
  /** Of the field mappings by which it was staged, or of earlier ones; absent: there were none. */
  fieldMappingsVersion?: number;
}

/** A run that this worker has the lease of, with what it needs to know of its account. */
export interface SyncRun {
  id: string;
  lease: Lease;
  scope: AccountScope;
  /** Starts of the run, this one included. */
  attempt: number;
  isInitial: boolean;
  /** News of the source started it: what changes often is read, and the rest left to the schedule. */
  isTargeted: boolean;
  /** Nobody asked for it: what is read less often may be left to a later run. */
  isScheduled: boolean;
  /** It was held, and a person let through exactly what it would do. */
  isReleased: boolean;
  /** What an earlier attempt staged wholly; null: fetch. */
  staged: FetchedSource | null;
  account: {
    reference: LinkedAccountReference;
    status: LinkedAccountStatus;
    isPaused: boolean;
    /** Its source is away for many accounts. */
    isSourceLeftAlone: boolean;
    /** There is one that standing-run.ts is about. Only the end of a run adds one, so that none comes up during this one. */
    hasStandingRun: boolean;
    remoteCompanyId: string | null;
    timeZone: string;
    syncIntervalSeconds: number;
    sourceHash: Buffer | null;
    sourceRowsDigest: Buffer | null;
    sourceShapes: SourceShapes;
    method: ConnectionMethod;
    /** The way in by which a reading was last applied; null before the first. */
    appliedMethod: ConnectionMethod | null;
    /** Work e-mail or full name of who reports to nobody. */
    organizationHead: string | null;
    /** The same as the stage spells it; empty: nobody is named. */
    organizationHeadSigns: readonly string[];
    fieldMappingsVersion: number;
    /** What its scopes keep out of its records. */
    hidden: HiddenFields;
    /** Of the scopes; the second is how far what is stored follows them. */
    scopesVersion: number;
    scopesAppliedVersion: number;
    /** Parts of which hashes are stored: see keyed-signals.ts. */
    keyedParts: readonly string[];
  };
  /** Of the account's data key. */
  sealer: Sealer;
}

/** Of the field mappings by which the run staged or will stage; they may be newer, never older. */
export const mappingsVersionOf = ({ staged, account }: SyncRun): number =>
  staged ? (staged.fieldMappingsVersion ?? 0) : account.fieldMappingsVersion;

/** What names a run's stage; also of a run that nobody has the lease of. */
export type StageOwner = Pick<SyncRun, 'id' | 'scope'>;

/** On whose behalf records are written: a run's, or the calendar's, which has no run. */
export interface RecordWriter {
  id: string | null;
  scope: AccountScope;
  account: { reference: LinkedAccountReference };
}

/** The rows of one model in the run's stage, under `alias`. */
export function stageRows(run: StageOwner, alias: string, model: RecordModel): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(alias)}.linked_account_id = ${run.scope.linkedAccountId}::uuid
    and ${sql.ref(alias)}.sync_run_id = ${run.id}::uuid and ${sql.ref(alias)}.model = ${model})`;
}

/** Known people whom a staged row is about, or may be about: rows (id). */
export function claimedPeopleSql(run: StageOwner): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    select distinct unnest(s.claimed_ids || s.record_id) as id from sync_stage s where ${stageRows(run, 's', 'employee')}`;
}
