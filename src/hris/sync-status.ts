import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { SyncRunState } from '../db/schema/sync.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { openCursors, toPage, type Page, type PageRequest } from '../lib/page.ts';
import { listCoverage, type ModelCoverage } from './model-coverage-store.ts';
import { USUAL_MODELS, type RecordModel } from './record-tables.ts';

export type SyncStatusWord = 'SYNCING' | 'DONE' | 'FAILED' | 'DISABLED' | 'PAUSED' | 'PARTIALLY_SYNCED';

/** One model's line of `GET /sync-status`. */
export interface SyncStatus {
  model_name: string;
  model_id: string;
  last_sync_start: string | null;
  next_sync_start: string | null;
  last_sync_result: SyncStatusWord | null;
  last_sync_finished: string | null;
  status: SyncStatusWord;
  is_initial_sync: boolean;
  selective_sync_configurations_usage: null;
  /** When the source was last read whole. */
  data_fresh_as_of: string | null;
  sync_status_reason: 'RATE_LIMITED' | null;
}

// Every model of the contract, in the order of its table; only some can be read from any source.
const MODELS: readonly { name: string; model: RecordModel | null }[] = [
  { name: 'BankInfo', model: null },
  { name: 'Benefit', model: null },
  { name: 'Company', model: 'company' },
  { name: 'Dependent', model: null },
  { name: 'Employee', model: 'employee' },
  { name: 'EmployeePayrollRun', model: 'employee_payroll_run' },
  { name: 'EmployerBenefit', model: null },
  { name: 'Employment', model: 'employment' },
  { name: 'Group', model: 'group' },
  { name: 'Location', model: 'location' },
  { name: 'PayGroup', model: 'pay_group' },
  { name: 'PayrollRun', model: 'payroll_run' },
  { name: 'Team', model: 'team' },
  { name: 'TimeOff', model: 'time_off' },
  { name: 'TimeOffBalance', model: 'time_off_balance' },
  { name: 'TimesheetEntry', model: null },
];

/** Why a run succeeded in part only: some of the models could not be read. */
export const PARTS_FAILED = 'parts_failed';

/** A held run waits for a person: nothing of it was applied, nothing went wrong. */
const RUN_WORDS: Record<SyncRunState, SyncStatusWord> = {
  queued: 'SYNCING',
  running: 'SYNCING',
  succeeded: 'DONE',
  unchanged: 'DONE',
  partially_succeeded: 'PARTIALLY_SYNCED',
  held: 'PAUSED',
  discarded: 'PAUSED',
  superseded: 'PAUSED',
  failed: 'FAILED',
};

/** Every model's status, the ones the source can't give included. */
export async function listAllSyncStatuses(
  { db, clock }: { db: Db; clock: Clock },
  linkedAccountId: string,
): Promise<SyncStatus[]> {
  const [facts, coverage] = await Promise.all([
    readSyncFacts(db, linkedAccountId, clock.now()),
    listCoverage(db, linkedAccountId),
  ]);
  return MODELS.map(({ name, model }) => {
    const state = model ? toModelState(model, coverage) : 'never_read';
    return toSyncStatus({ name, state, freshAsOf: freshnessOf(model, state, { facts, coverage }) }, facts);
  });
}

/** The database's text; before an account's models are known one by one, they are as fresh as the account. */
function freshnessOf(
  model: RecordModel | null,
  state: ModelState,
  { facts, coverage }: { facts: SyncFacts; coverage: ReadonlyMap<string, ModelCoverage> },
): string | null {
  const known = model ? coverage.get(model) : undefined;
  if (known) return known.data_fresh_as_of;
  return state === 'never_read' ? null : facts.data_fresh_as_of;
}

/** @throws AppError `cursor_invalid` */
export async function listSyncStatuses(
  deps: { db: Db; clock: Clock; cursorKey: Uint8Array },
  input: PageRequest & { linkedAccountId: string },
): Promise<Page<SyncStatus>> {
  const cursors = openCursors(deps.cursorKey, {
    linkedAccountId: input.linkedAccountId,
    list: 'sync-status',
  });
  const from = cursors.read(input.cursor);
  const statuses = await listAllSyncStatuses(deps, input.linkedAccountId);
  const isBackward = from?.direction === 'previous';
  const beyond = (isBackward ? statuses.toReversed() : statuses)
    .filter(({ model_id: id }) => !from || (isBackward ? id < from.id : id > from.id))
    .map((status) => ({ status, place: { key: '', id: status.model_id } }));
  return toPage(cursors, from, beyond.slice(0, input.pageSize + 1), input.pageSize, (row) => row.status);
}

/** What the runs and the account say; text timestamps as the database gives them. */
export interface SyncFacts {
  data_fresh_as_of: string | null;
  next_sync_at: string | null;
  paused_at: string | null;
  latest_state: SyncRunState | null;
  latest_error_code: string | null;
  latest_is_initial: boolean | null;
  started_at: string | null;
  finished_at: string | null;
  finished_state: SyncRunState | null;
  finished_error_code: string | null;
  /** The source asked to be left alone, and the time is not over. */
  is_rate_limited: boolean;
}

const UNKNOWN_TIMES = {
  last_sync_start: null,
  next_sync_start: null,
  last_sync_finished: null,
  is_initial_sync: false,
};

/** Whether the account's source gives the model. */
export type ModelState = 'read' | 'failed' | 'no_longer_read' | 'never_read';

/** Before an account's first reading it is taken to show what every source shows. */
function toModelState(model: RecordModel, coverage: ReadonlyMap<string, ModelCoverage>): ModelState {
  if (coverage.size === 0) return USUAL_MODELS.some((usual) => usual === model) ? 'read' : 'never_read';
  const covered = coverage.get(model);
  if (!covered) return 'never_read';
  if (covered.failure_code !== null) return 'failed';
  return covered.is_covered ? 'read' : 'no_longer_read';
}

export function toSyncStatus(
  model: { name: string; state: ModelState; freshAsOf: string | null },
  facts: SyncFacts,
): SyncStatus {
  const base = {
    model_name: model.name,
    model_id: `hris.${model.name}`,
    selective_sync_configurations_usage: null,
    data_fresh_as_of: toNullableTimestamp(model.freshAsOf),
    sync_status_reason: null,
  };
  if (model.state === 'no_longer_read') {
    return { ...base, ...UNKNOWN_TIMES, last_sync_result: 'PAUSED', status: 'PAUSED' };
  }
  if (model.state === 'never_read') {
    return { ...base, ...UNKNOWN_TIMES, last_sync_result: 'DISABLED', status: 'DISABLED' };
  }
  return {
    ...base,
    last_sync_start: toNullableTimestamp(facts.started_at),
    next_sync_start: facts.paused_at === null ? toNullableTimestamp(facts.next_sync_at) : null,
    last_sync_result:
      facts.finished_state && wordOf(facts.finished_state, facts.finished_error_code, model.state),
    last_sync_finished: toNullableTimestamp(facts.finished_at),
    status: statusOf(facts, model.state),
    sync_status_reason: facts.is_rate_limited ? 'RATE_LIMITED' : null,
    is_initial_sync: facts.latest_is_initial ?? true,
  };
}

/** Without a run the account waits: for its first one, or for being linked again. */
export function statusOf(
  facts: Pick<SyncFacts, 'paused_at' | 'latest_state' | 'latest_error_code'>,
  model: ModelState,
): SyncStatusWord {
  if (facts.paused_at !== null) return 'PAUSED';
  return facts.latest_state ? wordOf(facts.latest_state, facts.latest_error_code, model) : 'PAUSED';
}

/** Where a run could not read some models, and all else was well, it is done for the others. */
function wordOf(state: SyncRunState, errorCode: string | null, model: ModelState): SyncStatusWord {
  const word = RUN_WORDS[state];
  if (word === 'SYNCING') return word;
  if (model === 'failed') return 'FAILED';
  return word === 'PARTIALLY_SYNCED' && errorCode === PARTS_FAILED ? 'DONE' : word;
}

const toNullableTimestamp = (timestamp: string | null) =>
  timestamp === null ? null : toApiTimestamp(timestamp);

async function readSyncFacts(db: Db, linkedAccountId: string, now: Date): Promise<SyncFacts> {
  const { rows } = await sql<SyncFacts>`
    select account.data_fresh_as_of, account.next_sync_at, account.paused_at,
           case when latest.state = 'unchanged' and standing.id is not null then 'held' else latest.state end as latest_state, latest.error_code as latest_error_code, latest.is_initial as latest_is_initial,
           started.started_at, finished.finished_at, 
           case when finished.state = 'unchanged' and standing.id is not null then 'held' else finished.state end as finished_state,
           finished.error_code as finished_error_code,
           coalesce(health.not_before > ${now}, false) as is_rate_limited
      from linked_accounts account
      left join account_health health on health.linked_account_id = account.id
      left join lateral (
        select state, error_code, is_initial from sync_runs
         where linked_account_id = account.id order by queued_at desc limit 1) latest on true
      -- Unchanged is then what a person has before them, or has dropped, and not what is served.
      left join lateral (
        select id from sync_runs
         where linked_account_id = account.id and state in ('held', 'discarded') and superseded_by is null limit 1) standing on true
      left join lateral (
        select started_at from sync_runs
         where linked_account_id = account.id and started_at is not null order by queued_at desc limit 1) started on true
      left join lateral (
        select state, error_code, finished_at from sync_runs
         where linked_account_id = account.id and finished_at is not null
         order by queued_at desc limit 1) finished on true
     where account.id = ${linkedAccountId}`.execute(db);
  if (!rows[0]) throw new AppError('not_found', 'not_found', 'The linked account is gone.');
  return rows[0];
}
