import { sql } from 'kysely';
import type { StageProblem } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { resolvePerson, type PersonCandidate } from '../hris/identity.ts';
import type { PersonSignals } from '../hris/snapshot.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** A staged employee, and who it may be about. */
export interface UnresolvedRow extends PersonSignals {
  ordinal: number;
  candidate_id: string;
  candidates: PersonCandidate[];
}

/** SQL: the columns of an unresolved row. */
export const UNRESOLVED = sql`
  ordinal, candidate_id, coalesce(candidates, '[]') as candidates, person_remote_id as "remoteId", work_id as "workId",
  work_email as "workEmail", personal_email as "personalEmail", name_key as "nameKey", birth_date as "birthDate"`;

export interface Finding {
  ordinal: number;
  record_id: string | null;
  problem: StageProblem | null;
  claimed_ids: string[];
}

export function toFinding(row: UnresolvedRow): Finding {
  const { ordinal } = row;
  const resolution = resolvePerson(row, row.candidates);
  switch (resolution.outcome) {
    case 'known':
      return { ordinal, record_id: resolution.id, problem: null, claimed_ids: [resolution.id] };
    case 'new':
      return { ordinal, record_id: row.candidate_id, problem: null, claimed_ids: [] };
    case 'ambiguous':
      return { ordinal, record_id: null, problem: 'identity_ambiguous', claimed_ids: resolution.ids };
    case 'unidentifiable':
      return { ordinal, record_id: null, problem: 'unidentifiable', claimed_ids: [] };
  }
}

/** Of rows in the order of their ordinals, for which `ordinals` names the range. */
export async function writeFindings(
  trx: Trx,
  run: SyncRun,
  findings: readonly Finding[],
  ordinals: { after: number; last: number },
): Promise<void> {
  await sql`
    update sync_stage s
       set record_id = found.record_id, problem = found.problem, claimed_ids = found.claimed_ids
      from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb)
           found(ordinal integer, record_id uuid, problem text, claimed_ids uuid[])
     where ${stageRows(run, 's', 'employee')} and s.ordinal > ${ordinals.after} and s.ordinal <= ${ordinals.last}
       and s.ordinal = found.ordinal`.execute(trx);
}
