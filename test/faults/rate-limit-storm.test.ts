import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { FaultInput } from '../../src/sandbox/justworks/index.ts';
import { startDueRuns } from '../../src/sync/index.ts';
import { linkByConsent, startApiService } from '../support/consent.ts';
import { makeRetriesReady } from '../support/drain-jobs.ts';
import { STORM_ACCOUNTS as ACCOUNTS } from '../support/fault-lengths.ts';
import { copyAccount } from '../support/storm-accounts.ts';
import type { WholeService } from '../support/whole-service.ts';

const MINUTE_MS = 60_000;
const INTERVAL_MINUTES = 10;
/** So many are tried before the source's breaker opens: the setting's default, and a few that were begun by then. */
const BREAKER_ACCOUNTS = 5;
/** Of the source, for one account that it turns away: each attempt of the run with its short waits. */
const ASKED_PER_ACCOUNT = 15;
const PROBES = 6;

async function startStorm(): Promise<WholeService> {
  const service = await startApiService({ companySize: 3 });
  await copyAccount(service, await linkByConsent(service, 'employer'), ACCOUNTS - 1);
  await sql`
    update linked_accounts set next_sync_at = ${service.clock.now()}, sync_interval_seconds = ${INTERVAL_MINUTES * 60}`.execute(
    service.context.db,
  );
  await letTimePass(service, 0);
  expect(await readStates(service)).toEqual([{ status: 'COMPLETE', count: ACCOUNTS }]);
  expect(await countReadersOf(service, 'Robin')).toBe(0);
  service.sandbox.control.clearJournal();
  return service;
}

async function letTimePass(service: WholeService, minutes: number): Promise<void> {
  service.clock.advance(minutes * MINUTE_MS);
  await startDueRuns(service.context);
  await makeRetriesReady(service.context);
  await service.drain();
}

async function readStates({ context }: WholeService) {
  const { rows } = await sql<{ status: string; count: number }>`
    select status, count(*)::int as count from linked_accounts group by status`.execute(context.db);
  return rows;
}

async function countReadersOf({ context }: WholeService, preferredName: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct linked_account_id)::int as count from employees
     where body ->> 'preferred_name' = ${preferredName}`.execute(context.db);
  return rows[0]!.count;
}

async function isLeftAlone({ context }: WholeService): Promise<boolean> {
  const row = await context.db.selectFrom('source_breakers').select('opened_at').executeTakeFirst();
  return row !== undefined;
}

/** How many accounts are due within so many minutes from now. */
async function countDue({ context, clock }: WholeService, withinMinutes: number): Promise<number> {
  const until = new Date(clock.now().getTime() + withinMinutes * MINUTE_MS);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from linked_accounts where next_sync_at <= ${until}`.execute(context.db);
  return rows[0]!.count;
}

async function countRuns({ context }: WholeService): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from sync_runs`.execute(
    context.db,
  );
  return rows[0]!.count;
}

const STORMS: [string, FaultInput][] = [
  ['429 that names no time', { fault: 'status_429' }],
  ['429 that names ten minutes', { fault: 'status_429', retryAfter: 600 }],
  ['500', { fault: 'status_500' }],
];

it.each(STORMS)(
  'keeps every account linked through a storm of %s, leaves the source alone, and reads all of them when it is over',
  async (_what, fault) => {
    await using service = await startStorm();
    const { control } = service.sandbox;
    control.addFault(fault);
    await letTimePass(service, INTERVAL_MINUTES * 1.1);
    expect(await isLeftAlone(service)).toBe(true);
    const asked = control.journal().length;
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual((BREAKER_ACCOUNTS + 1) * ASKED_PER_ACCOUNT);
    // However many wait: one at a time tries whether the source is back.
    const runs = await countRuns(service);
    for (let probe = 0; probe < PROBES; probe += 1) await letTimePass(service, INTERVAL_MINUTES / 2);
    expect((await countRuns(service)) - runs).toBeLessThanOrEqual(PROBES);
    expect(control.journal().length - asked).toBeLessThanOrEqual(PROBES * ASKED_PER_ACCOUNT);
    expect(await readStates(service)).toEqual([{ status: 'COMPLETE', count: ACCOUNTS }]);

    control.clearFaults();
    const [member] = control.state().members;
    control.editEmployee(member!.id, { preferredName: 'Robin' });
    for (let wait = 0; wait < 2 * PROBES && (await isLeftAlone(service)); wait += 1)
      await letTimePass(service, INTERVAL_MINUTES / 2);
    expect(await isLeftAlone(service)).toBe(false);
    // Spread over an interval: a quarter of it holds all of them by no chance worth naming.
    expect(await countDue(service, INTERVAL_MINUTES / 4)).toBeLessThanOrEqual(ACCOUNTS * 0.75);
    expect(await countDue(service, INTERVAL_MINUTES * 1.1)).toBe(ACCOUNTS);

    for (let round = 0; round < 3; round += 1) await letTimePass(service, INTERVAL_MINUTES / 2);
    expect(await countReadersOf(service, 'Robin')).toBe(ACCOUNTS);
    expect(await readStates(service)).toEqual([{ status: 'COMPLETE', count: ACCOUNTS }]);
  },
  600_000,
);
