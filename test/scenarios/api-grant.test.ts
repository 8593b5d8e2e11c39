import { afterEach, beforeEach, expect, test } from 'vitest';
import { refreshGrants } from '../../src/accounts/index.ts';
import {
  accountStatus,
  announced,
  asked,
  letScheduleRun,
  readAllServed,
  silenceSource,
} from '../support/api-watch.ts';
import { linkByConsent } from '../support/consent.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { expectUseful, listIssues } from '../support/fault-world.ts';
import { LinkedRoster } from '../support/linked-roster.ts';
import { listAll, syncNow } from '../support/whole-service.ts';

const HOUR_MS = 3_600_000;
const TOKENS = 'POST /oauth/token';

let world: LinkedRoster;
beforeEach(async () => {
  world = await LinkedRoster.start('oauth');
  silenceSource(world);
  world.control.clearJournal();
  world.service.receiver.clear();
});
afterEach(() => world[Symbol.asyncDispose]());

const tokenCalls = () => asked(world).filter((request) => request === TOKENS).length;

/** The account asks for a relink, once, with its data served; nothing more is asked of the source. */
async function expectRelinkNeeded(served: Awaited<ReturnType<typeof readAllServed>>): Promise<void> {
  expect(await accountStatus(world)).toBe('RELINK_NEEDED');
  expect(announced(world)).toEqual(['linked_account.relink_needed']);
  expect(world.service.receiver.events[0]!.data).toMatchObject({ reason: 'grant_ended' });
  const issues = await listIssues(world, 'ONGOING');
  expect(issues).toMatchObject([{ code: 'grant_ended' }]);
  expectUseful(world, issues[0]!, [/link/i]);
  expect(await readAllServed(world)).toEqual(served);
  world.control.clearJournal();
  for (let day = 0; day < 3; day += 1) await letScheduleRun(world, 24 * HOUR_MS);
  await refreshGrants(world.service.context);
  await syncNow(world.service, world.employer);
  expect(asked(world)).toEqual([]);
  expect(announced(world)).toEqual(['linked_account.relink_needed']);
}

test('a consent that is withdrawn at the source asks for a relink, keeps the data, and a relink heals it', async () => {
  const served = await readAllServed(world);
  world.control.revokeOAuthGrants();
  await syncNow(world.service, world.employer);
  expect(tokenCalls()).toBe(1);
  await expectRelinkNeeded(served);

  const { members } = world.control.state();
  world.control.editEmployee(members[0]!.id, { preferredName: 'Robin' });
  world.service.receiver.clear();
  const again = await linkByConsent(world.service);
  expect(again.linkedAccountId).toBe(world.employer.linkedAccountId);
  expect([await accountStatus(world), await world.openIssues()]).toEqual(['COMPLETE', []]);
  const told = world.service.receiver.events.find(({ type }) => type === 'linked_account.linked');
  expect(told!.data).toMatchObject({ is_relink: true });
  const idsOf = (people: Record<string, unknown>[]) => people.map(({ id }) => id).sort();
  expect(idsOf(await world.people())).toEqual(idsOf(served['employees']!));
  expect((await world.person(members[0]!.firstName))['preferred_name']).toBe('Robin');
  expect(announced(world).filter((type) => /\.(created|deleted)$/.test(type))).toEqual([]);
  expectGoodManners(world.service.sandbox);
});

test('a refresh token that was not used for a month ends the same way', async () => {
  const served = await readAllServed(world);
  world.service.clock.advance(31 * 24 * HOUR_MS);
  await syncNow(world.service, world.employer);
  expect(tokenCalls()).toBe(1);
  await expectRelinkNeeded(served);
});

test('a consent that is found withdrawn when nobody reads the account asks for a relink too', async () => {
  const served = await readAllServed(world);
  world.control.revokeOAuthGrants();
  world.service.clock.advance(17 * HOUR_MS);
  await refreshGrants(world.service.context);
  await world.service.drain();
  await expectRelinkNeeded(served);
});

test('an access token that the source ended is replaced once, though many jobs want it', async () => {
  world.control.expireAccessTokens();
  world.service.clock.advance(17 * HOUR_MS);
  await refreshGrants(world.service.context);
  const { accountToken } = world.employer;
  await world.service.api('POST', '/api/hris/v1/sync-status/resync', { accountToken });
  await Promise.all([1, 2, 3, 4].map(() => world.service.drain()));
  expect(tokenCalls()).toBe(1);
  expect([await accountStatus(world), await world.openIssues()]).toEqual(['COMPLETE', []]);
  expect(asked(world)).toContain('GET /v1/members');
});

test('one that ends in the middle of a sync costs that sync nothing', async () => {
  const { members } = world.control.state();
  world.control.editEmployee(members[0]!.id, { preferredName: 'Robin' });
  world.control.expireAccessTokens();
  await syncNow(world.service, world.employer);
  expect(tokenCalls()).toBe(1);
  expect(announced(world).toSorted()).toEqual(['employee.updated', 'sync.completed']);
});

test('tokens are renewed ahead of their end for months in which nobody reads the account', async () => {
  for (let hours = 0; hours < 70 * 24; hours += 12) {
    world.service.clock.advance(12 * HOUR_MS);
    await refreshGrants(world.service.context);
    await world.service.drain();
  }
  expect(new Set(asked(world))).toEqual(new Set([TOKENS]));
  expect(tokenCalls()).toBe(70);
  await syncNow(world.service, world.employer);
  expect([await accountStatus(world), await world.openIssues()]).toEqual(['COMPLETE', []]);
  expect(await listAll(world.service, world.employer, 'employees')).toHaveLength(
    world.control.state().members.length,
  );
});

test('a source that gives no new token for some hours is forgiven, and syncs go on', async () => {
  world.control.addFault({ fault: 'status_500', path: '/oauth/token' });
  world.service.clock.advance(17 * HOUR_MS);
  await refreshGrants(world.service.context);
  await world.service.drain();
  await syncNow(world.service, world.employer);
  expect([await accountStatus(world), await world.openIssues()]).toEqual(['COMPLETE', []]);
  expect(asked(world)).toContain('GET /v1/members');
  world.control.clearFaults();
  world.service.clock.advance(2 * HOUR_MS);
  await refreshGrants(world.service.context);
  await world.service.drain();
  world.service.clock.advance(15 * HOUR_MS);
  await syncNow(world.service, world.employer);
  expect([await accountStatus(world), await world.openIssues()]).toEqual(['COMPLETE', []]);
});

test('a disconnected account ends the consent at the source and keeps what was read', async () => {
  const served = await readAllServed(world);
  const path = `/api/v1/linked-accounts/${world.employer.linkedAccountId}/disconnect`;
  expect((await world.service.api('POST', path)).status).toBe(200);
  await world.service.drain();
  expect(world.control.oauthGrants().map(({ revokedAt }) => revokedAt !== null)).toEqual([true]);
  expect(asked(world)).toEqual(['POST /v1/oauth/revoke']);
  expect(announced(world)).toEqual(['linked_account.disconnected']);
  expect(await readAllServed(world)).toEqual(served);
  await letScheduleRun(world, 48 * HOUR_MS);
  expect(asked(world)).toEqual(['POST /v1/oauth/revoke']);
});
