import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SCOPES } from '../../src/connectors/justworks/partner-api/scopes.ts';
import { accountStatus, announced, readAllServed, silenceSource } from '../support/api-watch.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { expectUseful, listIssues } from '../support/fault-world.ts';
import { LinkedRoster } from '../support/linked-roster.ts';
import { syncNow } from '../support/whole-service.ts';

type Served = Awaited<ReturnType<typeof readAllServed>>;

let world: LinkedRoster;
beforeEach(async () => {
  world = await LinkedRoster.start('oauth');
  silenceSource(world);
  world.service.receiver.clear();
});
afterEach(() => world[Symbol.asyncDispose]());

const sync = () => syncNow(world.service, world.employer);

function lose(...scopes: string[]): void {
  world.control.setGrantScopes(DEFAULT_SCOPES.filter((scope) => !scopes.includes(scope)));
}

/** `token`: the next tokens name what is left. `refusal`: the tokens that are out are refused, or shown less. */
function noticedBy(way: 'token' | 'refusal'): void {
  if (way === 'token') world.control.expireAccessTokens();
}

const capabilities = (type: string) =>
  world.service.receiver.events
    .filter((event) => event.type === `linked_account.${type}`)
    .map(({ data }) => data['capability']);

/** Somebody's title, pay, birth date and phone change: what is lost must not follow, all else must. */
function changeSomebody(): { firstName: string } {
  const [member] = world.control.state().members;
  world.control.editEmployee(member!.id, {
    preferredName: 'Robin',
    jobTitle: 'Head Archivist',
    payRate: '123456.00',
    dateOfBirth: '1980-01-02',
  });
  return { firstName: member!.firstName };
}

/** Of these models, those records that were there `before` where that is given. */
function recordsOf(served: Served, models: readonly string[], before: Served = served): Served {
  const known = (model: string) => new Set(before[model]!.map(({ id }) => id));
  return Object.fromEntries(
    models.map((model) => [model, served[model]!.filter(({ id }) => known(model).has(id))]),
  );
}

const LOSSES = [
  ['payroll:read', 'payroll', 'refusal', ['payroll-runs', 'employee-payroll-runs', 'pay-groups']],
  ['paystub:read', 'paystub', 'refusal', ['employee-payroll-runs', 'pay-groups']],
  ['time_off:read', 'time_off', 'refusal', ['time-off', 'time-off-balances']],
  ['member.pay:read', 'member_pay', 'refusal', ['employments']],
  ['member.pay:read', 'member_pay', 'token', ['employments']],
  ['member.employment:read', 'member_employment', 'refusal', ['employments']],
  ['member.employment:read', 'member_employment', 'token', ['employments']],
  ['member.dob:read', 'member_birth_date', 'token', []],
  ['company.detail:read', 'company_detail', 'token', []],
] as const;

describe.each(LOSSES)('a scope that is lost, %s (%s, by %s)', (scope, capability, way, models) => {
  test('pauses what it feeds and no more, is told once, and recovers by itself', async () => {
    const before = await readAllServed(world);
    // The children of a scope are not lost with it here.
    if (scope === 'company.detail:read')
      world.control.setGrantScopes([...DEFAULT_SCOPES.filter((one) => one !== scope), 'company.basic:read']);
    else lose(scope);
    noticedBy(way);
    const { firstName } = changeSomebody();
    await sync();
    await sync();
    expect(capabilities('permission_lost')).toEqual([capability]);
    const issues = await listIssues(world, 'ONGOING');
    expect(issues).toMatchObject([{ code: 'permission_missing', subject: capability }]);
    expect(issues[0]!.error_details).toEqual([scope]);
    expectUseful(world, issues[0]!, [/link/i, /by itself/]);
    const during = await readAllServed(world);
    expect(recordsOf(during, models, before)).toEqual(recordsOf(before, models));
    // A new title is an employment of its own, whose pay nobody knows yet.
    const isTitleSeen = capability !== 'member_employment';
    expect(during['employments']).toHaveLength(before['employments']!.length + (isTitleSeen ? 1 : 0));
    expect(announced(world).filter((type) => type.endsWith('.deleted'))).toEqual([]);
    expect(await accountStatus(world)).toBe('COMPLETE');
    const person = await world.person(firstName);
    expect(person['preferred_name']).toBe('Robin');
    const former = before['employees']!.find(({ id }) => id === person.id)!;
    const kept = scope === 'member.dob:read' ? former['date_of_birth'] : '1980-01-02T00:00:00Z';
    expect(person['date_of_birth']).toBe(kept);
    expect(person['start_date']).toBe(former['start_date']);

    world.service.receiver.clear();
    world.control.setGrantScopes(DEFAULT_SCOPES);
    noticedBy(way);
    await sync();
    expect(capabilities('recovered')).toEqual([capability]);
    expect(await world.openIssues()).toEqual([]);
    const after = await world.person(firstName);
    expect(after['date_of_birth']).toBe('1980-01-02T00:00:00Z');
    const titles = (await world.employmentsOf(after)).map((one) => [one['job_title'], one['pay_rate']]);
    expect(titles.at(-1)).toEqual(['Head Archivist', 123_456]);
    expectGoodManners(world.service.sandbox);
  });
});

test('dates that are no longer shown, while the token says that they are, hold the run until the token tells', async () => {
  const before = await readAllServed(world);
  world.control.setGrantScopes([
    ...DEFAULT_SCOPES.filter((scope) => scope !== 'member.detail:read'),
    'member.basic:read',
  ]);
  await sync();
  expect(await readAllServed(world)).toEqual(before);
  expect(await world.openIssues()).toEqual(['sync_held']);
  world.control.expireAccessTokens();
  const { firstName } = changeSomebody();
  await sync();
  expect(capabilities('permission_lost')).toEqual(['member_detail']);
  expect(await world.openIssues()).toEqual(['permission_missing']);
  const person = await world.person(firstName);
  const former = before['employees']!.find(({ id }) => id === person.id)!;
  expect(person['preferred_name']).toBe('Robin');
  for (const field of ['start_date', 'personal_email', 'home_location', 'mobile_phone_number'])
    expect([field, person[field]]).toEqual([field, former[field]]);
  world.control.setGrantScopes(DEFAULT_SCOPES);
  world.control.expireAccessTokens();
  await sync();
  expect(await world.openIssues()).toEqual([]);
});

test('people that are no longer shown stay as they are', async () => {
  const before = await readAllServed(world);
  lose('member.detail:read', 'member.employment:read', 'member.pay:read', 'member.dob:read');
  changeSomebody();
  await sync();
  await sync();
  const during = await readAllServed(world);
  expect(recordsOf(during, ['employees', 'employments'])).toEqual(
    recordsOf(before, ['employees', 'employments']),
  );
  expect(capabilities('permission_lost')).toContain('member_basic');
  expect(announced(world).filter((type) => type.endsWith('.deleted'))).toEqual([]);
  world.control.setGrantScopes(DEFAULT_SCOPES);
  await sync();
  expect(await world.openIssues()).toEqual([]);
  expect((await world.people()).filter((one) => one['preferred_name'] === 'Robin')).toHaveLength(1);
});
