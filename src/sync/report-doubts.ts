import { sql } from 'kysely';
import { openIssue, resolveIssues, type NewIssue } from '../accounts/index.ts';
import type { StageProblem } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import { stageRows, type SyncRun } from './sync-run.ts';

interface Doubts {
  problem: StageProblem;
  model: string;
  row_count: number;
  /** The first rows, by their position in the source. */
  ordinals: number[];
}

const MAX_ORDINALS = 50;
const PERSON_PROBLEMS: readonly StageProblem[] = [
  'identity_ambiguous',
  'duplicate_claim',
  'maybe_same_person',
  'unidentifiable',
];

/** Opens an issue for each kind of row that was left out, and closes those that are over. True: nothing was left out. */
export async function reportDoubts(trx: Trx, run: SyncRun): Promise<boolean> {
  const doubts = await readDoubts(trx, run);
  const people = doubts.filter(
    (doubt) => doubt.model === 'employee' && PERSON_PROBLEMS.includes(doubt.problem),
  );
  await keepIssue(trx, run, people.map(toDetail), {
    code: 'identity_ambiguous',
    description:
      'Some rows cannot be told to be one person or another. Their records keep their last good state. ' +
      'Make Work ID and work e-mail of these people unique at the source.',
  });
  const employments = doubts.filter((doubt) => doubt.problem === 'person_unknown');
  await keepIssue(trx, run, employments.map(toDetail), {
    code: 'employment_person_unknown',
    description:
      'Some rows of the work history are of nobody in the roster, or of several people. They were left out.',
  });
  const managers = await countUnresolvedManagers(trx, run);
  await keepIssue(trx, run, managers > 0 ? [`manager_unresolved: ${managers} employees`] : [], {
    code: 'manager_unresolved',
    description:
      'Some employees report to somebody who is not in the roster, or whose name is not the only one.',
  });
  return doubts.length === 0;
}

const toDetail = (doubt: Doubts): string =>
  `${doubt.problem}: ${doubt.row_count} rows (${doubt.ordinals.join(', ')})`;

async function keepIssue(trx: Trx, run: SyncRun, details: string[], issue: NewIssue): Promise<void> {
  if (details.length === 0) await resolveIssues(trx, run.scope, issue.code);
  else await openIssue(trx, run.scope, { ...issue, details });
}

async function readDoubts(trx: Trx, run: SyncRun): Promise<Doubts[]> {
  const { rows } = await sql<Doubts>`
    select model, problem, count(*) as row_count, (array_agg(ordinal order by ordinal))[1:${MAX_ORDINALS}] as ordinals
      from sync_stage
     where linked_account_id = ${run.scope.linkedAccountId} and sync_run_id = ${run.id} and problem is not null
     group by model, problem order by model, problem`.execute(trx);
  return rows;
}

async function countUnresolvedManagers(trx: Trx, run: SyncRun): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from sync_stage s
     where ${stageRows(run, 's', 'employee')} and s.problem is null
       and s.refs->>'manager' is not null and s.relations->>'manager' is null`.execute(trx);
  return rows[0]!.count;
}
