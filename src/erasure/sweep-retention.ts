import type { AccountScope } from '../accounts/index.ts';
import type { RetentionSettings } from '../config/config.ts';
import type { Vault } from '../crypto/vault.ts';
import { inTransaction } from '../db/transaction.ts';
import { RECORD_TABLES } from '../hris/record-tables.ts';
import { toError } from '../lib/app-error.ts';
import { calendarDateAt } from '../lib/calendar-date.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import type { Logger } from '../lib/logger.ts';
import type { ErasureDeps } from './continue-erasure.ts';
import {
  deleteVersionsBefore,
  isRunAtWork,
  keepHistoryFrom,
  listDueForRetention,
  listLeftBefore,
  setRetentionDue,
} from './due-retention-store.ts';
import { erasePeople } from './erase-people.ts';
import { eraseRecordsOfDisconnected } from './erase-records.ts';
import { forgetReadings, lockReadings } from './fence-readings.ts';

const MAX_ACCOUNTS = 50;
const BATCH_VERSIONS = 5000;
const BATCH_PEOPLE = 50;

export interface RetentionDeps extends ErasureDeps {
  vault: Vault;
  log: Logger;
  config: { retention: RetentionSettings };
}

/**
 * Takes away what the settings keep no longer, a batch for each account that is due; one with more is due again at once, the
 * others the next day. Any number of workers may do this. An account that fails keeps no other waiting.
 */
export async function sweepRetention(deps: RetentionDeps): Promise<void> {
  const { terminatedKeptDays, disconnectedKeptDays, historyKeptDays } = deps.config.retention;
  if (terminatedKeptDays === null && disconnectedKeptDays === null && historyKeptDays === null) return;
  for (const scope of await listDueForRetention(deps.db, deps.clock.now(), MAX_ACCOUNTS)) {
    await sweepAccount(deps, scope).catch((thrown: unknown) =>
      deps.log.warn({ ...scope, error: toError(thrown) }, 'retention_failed'),
    );
  }
}

async function sweepAccount(deps: RetentionDeps, scope: AccountScope): Promise<void> {
  const { terminatedKeptDays, disconnectedKeptDays, historyKeptDays } = deps.config.retention;
  const before = (days: number) => addMs(deps.clock.now(), -days * DAY_MS);
  if (disconnectedKeptDays !== null)
    await eraseRecordsOfDisconnected(deps, scope, before(disconnectedKeptDays));
  const isHistoryDone =
    historyKeptDays === null || (await forgetHistoryBefore(deps, scope, before(historyKeptDays)));
  const arePeopleDone =
    terminatedKeptDays === null || (await eraseLeftBefore(deps, scope, before(terminatedKeptDays)));
  if (isHistoryDone && arePeopleDone) await setRetentionDue(deps.db, scope, addMs(deps.clock.now(), DAY_MS));
}

/** False: there is more. */
async function forgetHistoryBefore(
  deps: RetentionDeps,
  scope: AccountScope,
  endedBefore: Date,
): Promise<boolean> {
  let isDone = true;
  for (const model of Object.keys(RECORD_TABLES)) {
    const count = await inTransaction(deps.db, async (trx) => {
      await keepHistoryFrom(trx, scope, endedBefore);
      return await deleteVersionsBefore(trx, scope, { model, endedBefore, limit: BATCH_VERSIONS });
    });
    if (count === BATCH_VERSIONS) isDone = false;
  }
  return isDone;
}

/** False: there is more, or a run is at work, which would have to begin anew. */
async function eraseLeftBefore(deps: RetentionDeps, scope: AccountScope, instant: Date): Promise<boolean> {
  // Whose last day was the day itself is kept to its end in every time zone.
  const before = { day: calendarDateAt(addMs(instant, -DAY_MS), 'UTC'), instant, limit: BATCH_PEOPLE };
  if ((await listLeftBefore(deps.db, scope, { ...before, limit: 1 })).length === 0) return true;
  return await inTransaction(deps.db, async (trx) => {
    await lockReadings(trx, scope);
    if (await isRunAtWork(trx, scope)) return false;
    const employeeIds = await listLeftBefore(trx, scope, before);
    const count = await erasePeople(deps, trx, scope, {
      employeeIds,
      because: 'retention',
      now: deps.clock.now(),
    });
    if (count > 0) await forgetReadings(trx, scope);
    return employeeIds.length < BATCH_PEOPLE;
  });
}
