import { request } from 'undici';
import { expect } from 'vitest';
import type { FaultInput } from '../../src/sandbox/justworks/index.ts';
import { OF_THE_ROSTER } from './open-issues.ts';
import { makeRetriesReady } from './drain-jobs.ts';
import { expectGoodManners } from './expect-good-manners.ts';
import { listAll, syncNow, type LinkedEmployer, type WholeService } from './whole-service.ts';

const MODELS = ['companies', 'locations', 'groups', 'teams', 'employees', 'employments'] as const;
const MAX_TRIES = 12;

export interface FaultWorld {
  service: WholeService;
  employer: LinkedEmployer;
}

export interface ShownIssue {
  code: string;
  subject: string | null;
  status: 'ONGOING' | 'RESOLVED';
  error_description: string;
  error_details: string[];
}

type Served = Record<(typeof MODELS)[number], Record<string, unknown>[]>;

/** Everything that a partner gets of the account. */
export async function readServed({ service, employer }: FaultWorld): Promise<Served> {
  const lists = MODELS.map(async (model) => [model, await listAll(service, employer, model)] as const);
  return Object.fromEntries(await Promise.all(lists)) as Served;
}

/** What the headers of each answer say of its age. */
export async function readFreshness({ service, employer }: FaultWorld, model = 'employees') {
  const { headers } = await service.api('GET', `/api/hris/v1/${model}?page_size=1`, {
    accountToken: employer.accountToken,
  });
  return { asOf: String(headers['muster-data-fresh-as-of']), status: headers['muster-sync-status'] };
}

export async function listIssues(
  { service }: FaultWorld,
  status: ShownIssue['status'],
): Promise<ShownIssue[]> {
  const path = `/api/v1/issues?page_size=100&status=${status}`;
  const { results } = (await service.api<{ results: ShownIssue[] }>('GET', path)).body;
  return results.filter(({ code }) => code !== OF_THE_ROSTER);
}

/** Syncs and tries again as the queue would, until the run has ended. The clock goes on in between. */
export async function syncToTheEnd(world: FaultWorld): Promise<void> {
  const { service, employer } = world;
  await syncNow(service, employer);
  for (let tries = 0; await isRunOpen(world); tries += 1) {
    if (tries === MAX_TRIES) throw new Error('The run came to no end.');
    service.clock.advance(30_000);
    await makeRetriesReady(service.context);
    await service.drain();
  }
}

async function isRunOpen({ service, employer }: FaultWorld): Promise<boolean> {
  const run = await service.context.db
    .selectFrom('sync_runs')
    .select('id')
    .where('linked_account_id', '=', employer.linkedAccountId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return run !== undefined;
}

export interface EnduredFault {
  faults: FaultInput[];
  code: string;
  subject?: string;
  /** What the issue's text and details must say: what is wrong, and what a person does. */
  says: RegExp[];
  ends?: 'sync.failed' | 'sync.held';
  /** Looks at what was done while the fault stood. */
  meanwhile?: () => void;
}

/**
 * While the source is at fault: what was read last is served, its age is told, nobody is deleted, one issue says what to do
 * and nothing about people. When it is over: what changed meanwhile arrives by itself and the issue is closed.
 */
export async function expectEndured(world: FaultWorld, expected: EnduredFault): Promise<void> {
  const { service } = world;
  const { control } = service.sandbox;
  control.clearJournal();
  const [served, freshness] = [await readServed(world), await readFreshness(world)];
  const nickname = editSomebody(world);
  service.receiver.clear();
  for (const fault of expected.faults) control.addFault(fault);
  await syncToTheEnd(world);
  expected.meanwhile?.();

  expect(await readServed(world)).toEqual(served);
  const ends = expected.ends ?? 'sync.failed';
  const status = ends === 'sync.failed' ? 'FAILED' : 'PAUSED';
  expect(await readFreshness(world)).toEqual({ asOf: freshness.asOf, status });
  expect(service.receiver.events.map(({ type }) => type)).toEqual([ends]);
  const issues = await listIssues(world, 'ONGOING');
  expect(service.receiver.issueEvents.map(({ type }) => type)).toEqual([expect.stringMatching(/opened$/)]);
  expect(issues).toMatchObject([{ code: expected.code, subject: expected.subject ?? null }]);
  expectUseful(world, issues[0]!, expected.says);
  await expectRecovery(world, nickname, { ...expected, asOf: freshness.asOf });
}

/**
 * While a part of the source is at fault that is not its people: they are brought up to date, what hangs on the part stays as
 * it was and says so, and one issue tells what to do. When it is over, the issue is closed.
 */
export async function expectPartEndured(
  world: FaultWorld,
  expected: Omit<EnduredFault, 'ends'> & { keeps: (keyof Served)[] },
): Promise<void> {
  const { service } = world;
  const { control } = service.sandbox;
  const served = await readServed(world);
  const nickname = editSomebody(world);
  service.receiver.clear();
  for (const fault of expected.faults) control.addFault(fault);
  await syncToTheEnd(world);
  expect(service.receiver.events.map(({ type }) => type).toSorted()).toEqual([
    'employee.updated',
    'sync.completed',
  ]);
  const now = await readServed(world);
  expect(now.employees.filter((one) => one['preferred_name'] === nickname)).toHaveLength(1);
  for (const model of expected.keeps) {
    expect(now[model]).toEqual(served[model]);
    expect(await readFreshness(world, model)).toMatchObject({ status: 'FAILED' });
  }
  expect(await readFreshness(world)).toMatchObject({ status: 'DONE' });
  const issues = await listIssues(world, 'ONGOING');
  expect(issues).toMatchObject([{ code: expected.code, subject: expected.subject ?? null }]);
  expectUseful(world, issues[0]!, expected.says);

  control.clearFaults();
  service.receiver.clear();
  await syncToTheEnd(world);
  expect(service.receiver.events.map(({ type }) => type)).toEqual(['sync.completed']);
  expect(await listIssues(world, 'ONGOING')).toEqual([]);
  for (const model of expected.keeps)
    expect(await readFreshness(world, model)).toMatchObject({ status: 'DONE' });
  expectGoodManners(service.sandbox);
}

/** The fault is over, and the next run that was due anyway makes good what was missed. */
export async function expectRecovery(
  world: FaultWorld,
  nickname: string,
  before: { code: string; asOf: string },
): Promise<void> {
  const { service, employer } = world;
  service.sandbox.control.clearFaults();
  service.receiver.clear();
  await syncToTheEnd(world);
  expect(service.receiver.events.map(({ type }) => type).toSorted()).toEqual([
    'employee.updated',
    'sync.completed',
  ]);
  const employees = await listAll(service, employer, 'employees');
  expect(employees.filter((one) => one['preferred_name'] === nickname)).toHaveLength(1);
  const { asOf, status } = await readFreshness(world);
  expect([asOf > before.asOf, status]).toEqual([true, 'DONE']);
  expect(await listIssues(world, 'ONGOING')).toEqual([]);
  expect((await listIssues(world, 'RESOLVED')).map(({ code }) => code)).toContain(before.code);
  expectGoodManners(service.sandbox);
}

let edits = 0;

/** A change at the source that must not be lost. All are of one length, so that a report's bytes can be counted. */
export function editSomebody({ service }: FaultWorld): string {
  const { members } = service.sandbox.control.state();
  const nickname = `Robin ${String((edits += 1)).padStart(3, '0')}`;
  service.sandbox.control.editEmployee(members[0]!.id, { preferredName: nickname });
  return nickname;
}

/** Says what is asked, and nothing of anybody. */
export function expectUseful({ service }: FaultWorld, issue: ShownIssue, says: readonly RegExp[]): void {
  const text = [issue.error_description, ...issue.error_details].join('\n');
  for (const wanted of says) expect(text).toMatch(wanted);
  for (const member of service.sandbox.control.state().members) {
    const { workEmail, personalEmail, cellPhone, street1, lastName, workId } = member;
    for (const value of [workEmail, personalEmail, cellPhone, street1, lastName]) {
      if (value) expect(text).not.toContain(value);
    }
    if (workId) expect(text).not.toMatch(new RegExp(`\\b${workId}\\b`));
  }
}

/** The raw answer of a page of the sandbox, for what no control function gives. */
export async function fetchText(url: string): Promise<string> {
  return (await request(url)).body.text();
}
