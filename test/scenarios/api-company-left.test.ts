import { afterEach, beforeEach, expect, test } from 'vitest';
import { refreshGrants } from '../../src/accounts/index.ts';
import { accountStatus, announced, asked, letScheduleRun, readAllServed } from '../support/api-watch.ts';
import { ModalHands } from '../../src/cli/demo/modal-hands.ts';
import { linkByConsent, startLinkBy } from '../support/consent.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { expectUseful, listIssues } from '../support/fault-world.ts';
import { LinkedRoster } from '../support/linked-roster.ts';
import { syncNow } from '../support/whole-service.ts';

const DAY_MS = 24 * 3_600_000;

let world: LinkedRoster;
beforeEach(async () => {
  world = await LinkedRoster.start('oauth');
  world.service.receiver.clear();
});
afterEach(() => world[Symbol.asyncDispose]());

test('a company that left is read no more, at once; its data stays, and a relink brings it back', async () => {
  const served = await readAllServed(world);
  world.control.leaveCompany();
  await syncNow(world.service, world.employer);
  expect(await accountStatus(world)).toBe('IDLE');
  expect(announced(world)).toEqual(['linked_account.disconnected']);
  expect(world.service.receiver.events[0]!.data).toMatchObject({ reason: 'company_left' });
  const issues = await listIssues(world, 'ONGOING');
  expect(issues).toMatchObject([{ code: 'company_left' }]);
  expectUseful(world, issues[0]!, [/no customer of the source/]);
  expect(await readAllServed(world)).toEqual(served);

  world.control.clearJournal();
  world.control.editEmployee(world.control.state().members[0]!.id, { preferredName: 'Robin' });
  await world.control.partnerWebhooks.drain();
  await letScheduleRun(world, 2 * DAY_MS);
  await syncNow(world.service, world.employer);
  expect(asked(world)).toEqual([]);
  expect(announced(world)).toEqual(['linked_account.disconnected']);

  const modal = new ModalHands(world.service.apiUrl, await startLinkBy(world.service));
  await modal.consent();
  await world.service.drain();
  expect(await modal.view()).toMatchObject({
    state: 'awaiting_authorization',
    problem: { code: 'grant_ended' },
  });
  world.control.returnCompany();
  const again = await linkByConsent(world.service);
  expect(again.linkedAccountId).toBe(world.employer.linkedAccountId);
  expect([await accountStatus(world), await world.openIssues()]).toEqual(['COMPLETE', []]);
  const after = await readAllServed(world);
  for (const model of ['companies', 'employees', 'employments', 'payroll-runs'])
    expect(after[model]!.map(({ id }) => id)).toEqual(served[model]!.map(({ id }) => id));
  expect(after['employees']!.filter((one) => one['preferred_name'] === 'Robin')).toHaveLength(1);
  expect(announced(world).filter((type) => type.endsWith('.deleted'))).toEqual([]);
  expectGoodManners(world.service.sandbox);
});

test('a company that left is noticed, and the data kept, by whoever hears of it first: the keeper of tokens too', async () => {
  const served = await readAllServed(world);
  world.control.leaveCompany();
  world.service.clock.advance(17 * 3_600_000);
  await refreshGrants(world.service.context);
  await world.service.drain();
  expect(await accountStatus(world)).not.toBe('COMPLETE');
  expect(await readAllServed(world)).toEqual(served);
  expect(announced(world)).toHaveLength(1);
  world.control.returnCompany();
  await linkByConsent(world.service);
  expect([await accountStatus(world), await world.openIssues()]).toEqual(['COMPLETE', []]);
});
