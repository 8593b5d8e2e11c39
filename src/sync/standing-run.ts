import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { RunFinding } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import type { KnownSource } from '../hris/snapshot.ts';
import { deleteStage } from './stage-store.ts';

/** The reading that was refused last and that nothing came after: it waits for a person, or a person dropped it. */
export interface StandingRun extends KnownSource {
  id: string;
  state: 'held' | 'discarded';
  findings: RunFinding[];
  findingHash: Buffer | null;
  /** It can be let through: what it staged is still there. */
  isStaged: boolean;
  /** Every part of the source was read, and means now what it meant then. */
  isComparable: boolean;
  /** Records were written since, so that it would do something else by now. */
  isOvertaken: boolean;
}

const isStanding = sql<boolean>`
  run.state in ('held', 'discarded') and run.superseded_by is null and run.source_hash is not null`;

export const hasStandingRunSql = (scope: AccountScope) => sql<boolean>`
  exists (select from sync_runs run
           where run.organization_id = ${scope.organizationId} and run.linked_account_id = ${scope.linkedAccountId}
             and ${isStanding})`;

export async function findStandingRun(db: Db | Trx, scope: AccountScope): Promise<StandingRun | undefined> {
  const { rows } = await sql<StandingRun>`
    select run.id, run.state, run.source_hash as "sourceHash", run.source_rows_digest as "rowsDigest",
           coalesce(run.findings, '[]') as findings, run.finding_hash as "findingHash",
           exists (select from sync_stage s
                    where s.linked_account_id = run.linked_account_id and s.sync_run_id = run.id) as "isStaged",
           coalesce(jsonb_array_length(run.source_summary->'failures'), 0) = 0 and coalesce(run.understood_by =
             jsonb_build_object('organization_head', account.organization_head, 'time_zone', account.time_zone,
                                'field_mappings_version', account.field_mappings_version), false)
             as "isComparable",
           exists (select from sync_runs later
                    where later.linked_account_id = run.linked_account_id and later.finished_at > run.finished_at
                      and later.state in ('succeeded', 'partially_succeeded')) as "isOvertaken"
      from sync_runs run join linked_accounts account on account.id = run.linked_account_id
     where run.organization_id = ${scope.organizationId} and run.linked_account_id = ${scope.linkedAccountId} and ${isStanding}
     order by run.queued_at desc limit 1`.execute(db);
  return rows[0];
}

/**
 * The source as somebody has it before them, or has dropped it: found like that again, it need not be read. What could not be let
 * through any more, because its stage was lost or the records changed, is read again.
 */
export async function findStandingSource(db: Db, scope: AccountScope): Promise<KnownSource | null> {
  const standing = await findStandingRun(db, scope);
  if (!standing?.isComparable) return null;
  if (standing.state === 'held' && (!standing.isStaged || standing.isOvertaken)) return null;
  return { sourceHash: standing.sourceHash, rowsDigest: standing.rowsDigest };
}

export function isSameSource(one: KnownSource, other: KnownSource): boolean {
  const isEqual = (a: Uint8Array | null, b: Uint8Array | null) =>
    a !== null && b !== null && Buffer.from(a).equals(b);
  return isEqual(one.sourceHash, other.sourceHash) || isEqual(one.rowsDigest, other.rowsDigest);
}

/** A later run makes what was refused before pointless. */
export async function supersedeStandingRun(trx: Trx, scope: AccountScope, syncRunId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update sync_runs set superseded_by = ${syncRunId}, state = case state when 'held' then 'superseded' else state end
     where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
       and state in ('held', 'discarded') and superseded_by is null and id <> ${syncRunId}
    returning id`.execute(trx);
  // Hardly ever anything: a join would look through every row that any run has left in the stage.
  for (const { id } of rows) await deleteStage(trx, { id, scope });
}
