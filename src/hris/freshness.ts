import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import { runStatement, slot, spell, type Statement } from '../db/prepared.ts';
import type { SyncRunState } from '../db/schema/sync.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { AppError } from '../lib/app-error.ts';
import { USUAL_MODELS, type RecordModel } from './record-tables.ts';
import { statusOf, type ModelState, type SyncStatusWord } from './sync-status.ts';

/** How fresh an account's records are; stands in the headers of every list and record. */
export interface Freshness {
  /** When the source was last read whole; null before the first time. */
  dataFreshAsOf: string | null;
  syncStatus: SyncStatusWord;
}

/** A row that says how fresh the records beside it are. */
export interface FreshnessRow {
  /** `Facts` as JSON: one column costs a page less than nine. */
  freshness: string;
}

/** In this order; timestamps as the database writes them. */
type Facts = [
  accountFreshAsOf: string | null,
  pausedAt: string | null,
  latestState: SyncRunState | null,
  latestErrorCode: string | null,
  isModelKnown: boolean,
  isCovered: boolean | null,
  failureCode: string | null,
  modelFreshAsOf: string | null,
  isAccountRead: boolean,
];

/**
 * One row on one model of one account (slots `account` and `model`), no row when the account is gone. Small enough to stand
 * in the statement that reads the records themselves.
 */
export function freshnessOf(): RawBuilder<FreshnessRow> {
  return sql<FreshnessRow>`
    select json_build_array(account.data_fresh_as_of::text, account.paused_at::text,
           -- Unchanged is then what a person has before them, or has dropped, and not what is served.
           case when latest.state = 'unchanged' and exists (
             select from sync_runs standing
              where standing.linked_account_id = account.id and standing.state in ('held', 'discarded')
                and standing.superseded_by is null) then 'held' else latest.state end,
           latest.error_code, coverage.model is not null, coverage.is_covered, coverage.failure_code,
           coverage.data_fresh_as_of::text,
           coverage.model is not null
             or exists (select from model_coverage where linked_account_id = account.id))::text as freshness
      from linked_accounts account
      left join lateral (
        select state, error_code from sync_runs
         where linked_account_id = account.id order by queued_at desc limit 1) latest on true
      left join model_coverage coverage on coverage.linked_account_id = account.id and coverage.model = ${slot('model')}
     where account.id = ${slot('account')}`;
}

/** @throws AppError not_found: an account that was erased meanwhile has no row. */
export function toFreshness(model: RecordModel, row: FreshnessRow | undefined): Freshness {
  if (!row) throw new AppError('not_found', 'not_found', 'The linked account is gone.');
  const facts = JSON.parse(row.freshness) as Facts;
  const [accountFreshAsOf, paused_at, latest_state, latest_error_code, isModelKnown, , , modelFreshAsOf] =
    facts;
  const state = stateOf(model, facts);
  const ofAccount = state === 'never_read' ? null : accountFreshAsOf;
  const freshAsOf = isModelKnown ? modelFreshAsOf : ofAccount;
  return {
    dataFreshAsOf: freshAsOf === null ? null : toApiTimestamp(freshAsOf),
    syncStatus:
      state === 'no_longer_read' ? 'PAUSED' : statusOf({ paused_at, latest_state, latest_error_code }, state),
  };
}

/** Of one model, because a source may show one and no longer another. */
export async function getFreshness(db: Db, linkedAccountId: string, model: RecordModel): Promise<Freshness> {
  statement ??= spell(db, freshnessOf(), { isKept: true });
  const [row] = await runStatement(db, statement, { account: linkedAccountId, model });
  return toFreshness(model, row);
}

let statement: Statement<FreshnessRow> | undefined;

/** Before an account's first reading it is taken to show what every source shows. */
function stateOf(model: RecordModel, facts: Facts): ModelState {
  const [, , , , isModelKnown, isCovered, failureCode, , isAccountRead] = facts;
  if (!isAccountRead) return USUAL_MODELS.some((usual) => usual === model) ? 'read' : 'never_read';
  if (!isModelKnown) return 'never_read';
  if (failureCode !== null) return 'failed';
  return isCovered ? 'read' : 'no_longer_read';
}
