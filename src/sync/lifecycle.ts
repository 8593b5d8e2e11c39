import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { nextMidnightAfter } from '../lib/calendar-date.ts';
import { readCalendar, type AccountCalendar } from './account-calendar.ts';
import { advancePerson, type PersonStep } from './lifecycle-changes.ts';
import { openDuePeople, openTouchedPeople, takePeople } from './lifecycle-people.ts';
import { insertLifecycleEvents, moveStatuses, storeLifecycles } from './lifecycle-writes.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { RecordWriter, SyncRun } from './sync-run.ts';

/**
 * Tells what the run's changes and the day mean for people's comings and goings, after the records were written and in
 * their transaction. `lockCalendar` comes first in it.
 */
export async function applyLifecycle(deps: Pick<SyncDeps, 'clock'>, trx: Trx, run: SyncRun): Promise<void> {
  const now = deps.clock.now();
  const calendar = await readCalendar(trx, run, now);
  await openTouchedPeople(trx, run, calendar);
  await advancePeople(trx, run, calendar);
  await trx
    .updateTable('linked_accounts')
    .set({ next_clock_at: nextMidnightAfter(now, calendar.timeZone) })
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .execute();
}

/** What the day alone brings to people. True: somebody's record was written or somebody was told of. */
export async function applyDay(trx: Trx, account: RecordWriter, calendar: AccountCalendar): Promise<boolean> {
  await openDuePeople(trx, account, calendar);
  return await advancePeople(trx, account, calendar);
}

/** Batch by batch, so that memory does not grow with the employer. */
async function advancePeople(trx: Trx, writer: RecordWriter, calendar: AccountCalendar): Promise<boolean> {
  let isChanged = false;
  for (let people = await takePeople(trx); people.length > 0; people = await takePeople(trx)) {
    const steps = people.map((person) => advancePerson(person, calendar));
    await writeSteps(trx, writer, calendar, steps);
    isChanged ||= steps.some((step) => step.newStatus !== undefined || step.events.length > 0);
  }
  await sql`close lifecycle_people`.execute(trx);
  return isChanged;
}

async function writeSteps(
  trx: Trx,
  writer: RecordWriter,
  calendar: AccountCalendar,
  steps: readonly PersonStep[],
): Promise<void> {
  const moved = steps.filter((step) => step.newStatus !== undefined);
  if (moved.length > 0) await moveStatuses(trx, writer, moved);
  const events = steps.flatMap((step) => step.events);
  if (events.length > 0) await insertLifecycleEvents(trx, writer, calendar.timeZone, events);
  const states = steps.filter((step) => step.newState !== undefined);
  if (states.length > 0) await storeLifecycles(trx, writer.scope, states);
}
