import { sql } from 'kysely';
import type { NewIssue } from '../accounts/index.ts';
import type { Sealer } from '../crypto/vault.ts';
import type { IssueQuestion } from '../db/schema/accounts.ts';
import type { Trx } from '../db/transaction.ts';
import type { PersonSignals } from '../hris/snapshot.ts';
import { toRowKey } from './row-key.ts';
import type { SyncDeps } from './sync-deps.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

/** More than a person would answer one by one. */
const MAX_QUESTIONS = 50;

interface DoubtfulRow extends PersonSignals {
  ordinal: number;
  problem: IssueQuestion['kind'];
  recordIds: string[];
}

/** An issue of its own for one row that a person can decide about. */
export interface IdentityQuestion {
  problem: IssueQuestion['kind'];
  ordinal: number;
  issue: Pick<NewIssue, 'description' | 'details' | 'question'> & { subject: string };
}

const DESCRIPTIONS: Record<IssueQuestion['kind'], string> = {
  maybe_same_person:
    'One person is gone from the source, and one has come who looks the same under other names or addresses. Neither is applied. ' +
    'Say whether they are the same person: the record is kept then, with its id and history; or different ones.',
  identity_ambiguous:
    'A row of the source may be about one of several people, or contradicts what is known of one. Their records keep their last ' +
    'good state. Say which record the row is about, or that it is about somebody new.',
  duplicate_claim:
    'Several rows of the source claim to be one person by Work ID, address or name with birth date. None of them is applied. Mend them ' +
    'at the source; or say, row by row, which record each is about, or that it is about somebody new.',
};

/** The first rows, in the order of the source, that a person can decide about. */
export async function listQuestions(
  deps: Pick<SyncDeps, 'vault'>,
  trx: Trx,
  run: SyncRun,
): Promise<IdentityQuestion[]> {
  const { rows } = await sql<DoubtfulRow>`
    select ordinal, problem, "recordIds", person_remote_id as "remoteId", work_id as "workId", work_email as "workEmail",
           personal_email as "personalEmail", name_key as "nameKey", birth_date as "birthDate"
      from (select s.*, coalesce(s.claimed_ids, '{}') as "recordIds", count(*) over (
                     partition by person_remote_id, work_id, work_email, personal_email, name_key, birth_date) as alike
              from sync_stage s
             where ${stageRows(run, 's', 'employee')}
               and s.problem in ('maybe_same_person', 'identity_ambiguous', 'duplicate_claim')) doubtful
     -- Of rows that tell the same of their person, nobody could say which one is meant.
     where alike = 1 and (problem = 'duplicate_claim' or cardinality("recordIds") > 0)
     order by ordinal limit ${MAX_QUESTIONS}`.execute(trx);
  if (rows.length === 0) return [];
  const sealer = await deps.vault.openSealer(trx, { linkedAccountId: run.scope.linkedAccountId });
  return rows.map((row) => toIdentityQuestion(sealer, row));
}

function toIdentityQuestion(sealer: Sealer, row: DoubtfulRow): IdentityQuestion {
  const { problem, ordinal, recordIds } = row;
  const rowKey = toRowKey(sealer, row).toString('base64url');
  return {
    problem,
    ordinal,
    issue: {
      subject: rowKey,
      description: DESCRIPTIONS[problem],
      details: [`${problem}: 1 rows (${ordinal})`],
      question: { kind: problem, row_key: rowKey, record_ids: recordIds },
    },
  };
}
