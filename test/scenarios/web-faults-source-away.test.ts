import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src/sandbox/justworks/index.ts';
import { startDueRuns } from '../../src/sync/index.ts';
import { makeRetriesReady } from '../support/drain-jobs.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import {
  editSomebody,
  expectEndured,
  expectPartEndured,
  expectRecovery,
  listIssues,
  readFreshness,
  readServed,
  syncToTheEnd,
  type FaultWorld,
} from '../support/fault-world.ts';
import { linkEmployer, listAll, startWholeService, syncNow } from '../support/whole-service.ts';

const MINUTE_MS = 60_000;
/** Longer than the service waits, and cut short when the sandbox closes. */
const TOO_LONG_MS = 20_000;

let world: FaultWorld;

beforeAll(async () => {
  const service = await startWholeService({
    environment: { MUSTER_SYNC_MAX_ATTEMPTS: '2', MUSTER_MAX_SIGN_INS_PER_DAY: '100' },
    site: () => ({ limits: { requestTimeoutMs: 2_000, downloadTimeoutMs: 2_000 } }),
  });
  world = { service, employer: await linkEmployer(service) };
});
afterAll(() => world.service[Symbol.asyncDispose]());
beforeEach(async () => {
  world.service.sandbox.control.clearFaults();
  await syncToTheEnd(world);
  world.service.receiver.clear();
  world.service.sandbox.control.clearJournal();
});

const AWAY = { code: 'source_unavailable', says: [/last good data is served/, /look at the source/] };
const PLACES = ['companies', 'locations', 'groups', 'teams'] as const;
const HISTORY = ['employments'] as const;
const asked = () => world.service.sandbox.control.journal().length;
const typesOfEvents = () => world.service.receiver.events.map(({ type }) => type);

/** Asks for a sync and lets the queue do what is due now, and nothing earlier than that. */
async function syncWithoutHurry(): Promise<void> {
  const { service, employer } = world;
  await service.api('POST', '/api/hris/v1/sync-status/resync', { accountToken: employer.accountToken });
  await service.drain();
}

describe('a source that breaks down', () => {
  it('costs nothing while its reports answer 500, and is read again afterwards', () => {
    const faults = [{ fault: 'status_500', path: '/reports/request' } as const];
    return expectEndured(world, { ...AWAY, subject: 'employee_census', faults });
  });

  it.each([
    ['/settings', 'company_settings', PLACES],
    ['/report-files/work_history', 'work_history', HISTORY],
  ])('stops nothing but what hangs on %s while that answers 500', (path, subject, keeps) =>
    expectPartEndured(world, {
      ...AWAY,
      subject,
      faults: [{ fault: 'status_500', path }],
      keeps: [...keeps],
    }),
  );

  it('is asked again without anybody being told when it answers 500 once', async () => {
    world.service.sandbox.control.addFault({ fault: 'status_500', path: '/settings', count: 1 });
    await syncToTheEnd(world);
    expect([await listIssues(world, 'ONGOING'), typesOfEvents()]).toEqual([[], []]);
    expect(await readFreshness(world)).toMatchObject({ status: 'DONE' });
  });

  it('stops nothing but the places while their pages break off in the middle', () =>
    expectPartEndured(world, {
      ...AWAY,
      keeps: [...PLACES],
      subject: 'company_settings',
      faults: [{ fault: 'cut', path: '/settings', bytes: 300 }],
    }));

  it('stops nothing but the places while their pages take longer than the time they have', () => {
    const faults: FaultInput[] = [{ fault: 'slow', path: '/settings', delayMs: TOO_LONG_MS }];
    return expectPartEndured(world, { ...AWAY, subject: 'company_settings', faults, keeps: [...PLACES] });
  });

  it('costs nothing while reports take longer than the time they have', () => {
    const faults: FaultInput[] = [{ fault: 'slow', path: '/report-files', delayMs: TOO_LONG_MS }];
    return expectEndured(world, { ...AWAY, subject: 'employee_census', faults });
  });
});

describe('an answer that is lost after the work was done', () => {
  const posts = (path: string) =>
    world.service.sandbox.control.journal().filter((entry) => entry.method === 'POST' && entry.path === path);

  it.each([
    ['/login', 2],
    // At the same moment: the code that may have been used is not sent again.
    ['/tfa', 2],
    // One for each attempt, and one for the work history.
    ['/reports/request', 3],
  ])('is made up for by asking again: POST %s', async (path, times) => {
    const { service, employer } = world;
    if (path !== '/reports/request') endRemoteSession();
    lose({ path, method: 'POST' });
    const nickname = editSomebody(world);
    await syncNow(service, employer);
    await makeRetriesReady(service.context);
    await service.drain();
    const employees = await listAll(service, employer, 'employees');
    expect(employees.filter((one) => one['preferred_name'] === nickname)).toHaveLength(1);
    expect(await listIssues(world, 'ONGOING')).toEqual([]);
    expect(posts(path)).toHaveLength(times);
    expectGoodManners(service.sandbox);
  });

  function endRemoteSession(): void {
    world.service.sandbox.control.addFault({ fault: 'signed_out' });
    world.service.sandbox.control.clearFaults();
  }

  function lose(answer: { path: string; method: 'POST' }): void {
    const fault = { fault: 'slow_answer', count: 1, delayMs: TOO_LONG_MS, ...answer } as const;
    world.service.sandbox.control.addFault(fault);
  }
});

describe('a source that wants to be left alone', () => {
  it('is left to the queue’s own back-off when it does not say for how long', () =>
    expectEndured(world, {
      code: 'rate_limited',
      subject: 'company_settings',
      says: [/last good data is served/],
      faults: [{ fault: 'status_429', path: '/settings' }],
    }));

  it('is not asked again before the seconds that it names are over', async () => {
    const { service } = world;
    service.sandbox.control.addFault({ fault: 'status_429', path: '/settings', count: 1, retryAfter: 50 });
    await syncWithoutHurry();
    const before = asked();
    await service.drain();
    expect(asked()).toBe(before);
    const { rows } = await sql<{ wait: number }>`
      select extract(epoch from run_at - now())::int as wait from graphile_worker.jobs
       where task_identifier = 'run_sync' and run_at > now()`.execute(service.context.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.wait).toBeGreaterThan(40);
    await makeRetriesReady(service.context);
    await service.drain();
    expect([await listIssues(world, 'ONGOING'), typesOfEvents()]).toEqual([[], []]);
    expect(asked()).toBeGreaterThan(before);
  });

  it('is not asked again before the hour that it names is over, by schedule either', async () => {
    const { service } = world;
    const [served, { asOf }] = [await readServed(world), await readFreshness(world)];
    service.sandbox.control.addFault({ fault: 'status_429', path: '/settings', count: 1, retryAfter: 3_600 });
    const nickname = editSomebody(world);
    await syncWithoutHurry();
    expect(await readServed(world)).toEqual(served);
    expect(await readFreshness(world)).toEqual({ asOf, status: 'FAILED' });
    expect(await listIssues(world, 'ONGOING')).toMatchObject([{ code: 'rate_limited' }]);
    const before = asked();
    service.clock.advance(59 * MINUTE_MS);
    await startDueRuns(service.context);
    await service.drain();
    expect(asked()).toBe(before);
    await expectRecovery(world, nickname, { code: 'rate_limited', asOf });
  });
});

it('asks for no more reports than the day’s budget has, and reads on the next day', async () => {
  await using service = await startWholeService({ environment: { MUSTER_MAX_REPORTS_PER_DAY: '5' } });
  const small: FaultWorld = { service, employer: await linkEmployer(service) };
  await syncNow(service, small.employer);
  const [served, { asOf }] = [await readServed(small), await readFreshness(small)];
  const nickname = editSomebody(small);
  await syncNow(service, small.employer);
  await syncNow(service, small.employer);
  const requests = service.sandbox.control
    .journal()
    .filter(({ method, path }) => method === 'POST' && path === '/reports/request');
  expect(requests).toHaveLength(5);
  expect(await readServed(small)).toEqual(served);
  expect(await readFreshness(small)).toEqual({ asOf, status: 'FAILED' });
  expect(await listIssues(small, 'ONGOING')).toMatchObject([{ code: 'budget_spent', subject: 'report' }]);
  service.clock.set('2026-11-18T23:50:00Z');
  await startDueRuns(service.context);
  await service.drain();
  expect(await readFreshness(small)).toMatchObject({ asOf });
  service.clock.set('2026-11-19T00:15:00Z');
  await expectRecovery(small, nickname, { code: 'budget_spent', asOf });
});
