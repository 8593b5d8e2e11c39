import { sql } from 'kysely';
import { openIssue, resolveIssues, type NewIssue } from '../accounts/index.ts';
import type { StageProblem } from '../db/schema/sync.ts';
import type { Trx } from '../db/transaction.ts';
import type { Coverage } from './coverage.ts';
import type { ReadingCheck } from './data-quality-checks.ts';
import { storeCheck } from './data-quality-store.ts';
import { listQuestions, type IdentityQuestion } from './identity-questions.ts';
import { reportManagers } from './report-managers.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

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

/**
 * Opens an issue for each kind of row that was left out, and closes those that are over, as far as the reading can tell.
 * True: nothing was left out.
 */
export async function reportDoubts(
  deps: Pick<SyncDeps, 'vault'>,
  trx: Trx,
  run: SyncRun,
  coverage: Coverage,
): Promise<boolean> {
  const doubts = await readDoubts(trx, run);
  const people = doubts.filter(
    (doubt) => doubt.model === 'employee' && PERSON_PROBLEMS.includes(doubt.problem),
  );
  const strangers = doubts.filter((doubt) => doubt.problem === 'person_unknown');
  const employments = strangers.filter((doubt) => doubt.model === 'employment');
  const others = strangers.filter((doubt) => doubt.model !== 'employment');
  if (coverage.models.has('employee')) {
    await keepIdentityIssues(trx, run, people, await listQuestions(deps, trx, run));
    await reportManagers(trx, run, coverage);
  }
  if (coverage.models.has('employment')) {
    await keepIssue(trx, run, employments, EMPLOYMENT_PERSON_UNKNOWN);
  }
  if (OTHER_PERSONAL.some((model) => coverage.models.has(model))) {
    await keepIssue(trx, run, others, RECORD_PERSON_UNKNOWN, toModelDetail);
  }
  return doubts.length === 0;
}

const OTHER_PERSONAL = ['employee_payroll_run', 'time_off', 'time_off_balance'] as const;

const IDENTITY_AMBIGUOUS = {
  code: 'identity_ambiguous' as const,
  description:
    'Some rows cannot be told to be one person or another. Their records keep their last good state. ' +
    'Make Work ID and work e-mail of these people unique at the source.',
};
const EMPLOYMENT_PERSON_UNKNOWN = {
  code: 'employment_person_unknown' as const,
  description:
    'Some rows of the work history are of nobody in the roster, or of several people. They were left out.',
};
const RECORD_PERSON_UNKNOWN = {
  code: 'record_person_unknown' as const,
  description:
    'Some paystubs or time off are of nobody in the roster, or of several people. They were left out.',
};

/** One issue for each row that a person can decide about, and one for all the others. */
async function keepIdentityIssues(
  trx: Trx,
  run: SyncRun,
  people: readonly Doubts[],
  questions: readonly IdentityQuestion[],
): Promise<void> {
  const { code } = IDENTITY_AMBIGUOUS;
  await storeCheck(trx, run, code, { affected: countRows(people), total: null });
  const rest = people.map((doubt) => withoutAsked(doubt, questions)).filter(({ row_count }) => row_count > 0);
  if (rest.length > 0)
    await openIssue(trx, run.scope, { ...IDENTITY_AMBIGUOUS, details: rest.map(toDetail) });
  for (const { issue } of questions) await openIssue(trx, run.scope, { code, ...issue });
  const standing = [...(rest.length > 0 ? [''] : []), ...questions.map(({ issue }) => issue.subject)];
  await resolveIssues(trx, run.scope, code, { exceptSubjects: standing });
}

function withoutAsked(doubt: Doubts, questions: readonly IdentityQuestion[]): Doubts {
  const asked = questions.filter(({ problem }) => problem === doubt.problem).map(({ ordinal }) => ordinal);
  return {
    ...doubt,
    row_count: doubt.row_count - asked.length,
    ordinals: doubt.ordinals.filter((ordinal) => !asked.includes(ordinal)),
  };
}

const countRows = (doubts: readonly Doubts[]): number =>
  doubts.reduce((sum, { row_count }) => sum + row_count, 0);

const toModelDetail = (doubt: Doubts): string => `${doubt.model} ${toDetail(doubt)}`;
const toDetail = (doubt: Doubts): string =>
  `${doubt.problem}: ${doubt.row_count} rows (${doubt.ordinals.join(', ')})`;

async function keepIssue(
  trx: Trx,
  run: SyncRun,
  doubts: readonly Doubts[],
  issue: NewIssue & { code: ReadingCheck },
  toText = toDetail,
): Promise<void> {
  const affected = countRows(doubts);
  await storeCheck(trx, run, issue.code, { affected, total: null });
  if (affected === 0) await resolveIssues(trx, run.scope, issue.code);
  else await openIssue(trx, run.scope, { ...issue, details: doubts.map(toText) });
}

async function readDoubts(trx: Trx, run: SyncRun): Promise<Doubts[]> {
  const { rows } = await sql<Doubts>`
    select model, problem, count(*) as row_count, (array_agg(ordinal order by ordinal))[1:${MAX_ORDINALS}] as ordinals
      from sync_stage
     where linked_account_id = ${run.scope.linkedAccountId} and sync_run_id = ${run.id} and problem is not null
       -- Whose they are is known.
       and problem not in ('person_left', 'ignored')
     group by model, problem order by model, problem`.execute(trx);
  return rows;
}
