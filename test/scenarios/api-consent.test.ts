import { describe, expect, test } from 'vitest';
import { ModalHands } from '../../src/cli/demo/modal-hands.ts';
import {
  comeBack,
  consentAtSource,
  linkByConsent,
  startApiService,
  startLinkBy,
  walkConsent,
} from '../support/consent.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import { listIssues } from '../support/fault-world.ts';
import { exchangePublicToken, listAll, type WholeService } from '../support/whole-service.ts';

/** A session that waits for the admin's answer at the source. */
async function startWaiting(service: WholeService) {
  const linkToken = await startLinkBy(service);
  const modal = new ModalHands(service.apiUrl, linkToken);
  await modal.consent();
  return { linkToken, modal };
}

const SOME_SCOPES = 'company.detail:read member.detail:read member.employment:read';

test('a consent that is declined links nothing, and may be given after all', async () => {
  await using service = await startApiService();
  const { linkToken, modal } = await startWaiting(service);
  expect(await comeBack(service, await walkConsent(service, linkToken, { decision: 'cancel' }))).toBe(200);
  await service.drain();
  expect(await modal.view()).toMatchObject({
    state: 'awaiting_authorization',
    problem: { code: 'authorization_denied' },
  });
  expect(service.sandbox.control.oauthGrants()).toEqual([]);
  expect(service.receiver.events).toEqual([]);
  await consentAtSource(service, linkToken);
  expect(await modal.view()).toMatchObject({ state: 'linked', problem: null });
  expectGoodManners(service.sandbox);
});

test.each([true, false])(
  'an admin of several companies links the one that was chosen (the own one: %s)',
  async (isOwn) => {
    await using service = await startApiService();
    const { control } = service.sandbox;
    const { company, members } = control.state();
    control.setAdminCompanies(control.employerAdmins()[0]!.userName, ['Second Company']);
    const chosen = isOwn ? company.displayName : 'Second Company';
    const { linkToken, modal } = await startWaiting(service);
    await consentAtSource(service, linkToken, chosen);
    const employer = await exchangePublicToken(service, modal, '');
    expect(await modal.view()).toMatchObject({ state: 'linked', company_name: chosen });
    expect(await listAll(service, employer, 'employees')).toHaveLength(isOwn ? members.length : 0);
    expect(await listAll(service, employer, 'companies')).toMatchObject([{ display_name: chosen }]);
  },
);

describe('the answer of a consent', () => {
  test('counts once', async () => {
    await using service = await startApiService();
    const { linkToken, modal } = await startWaiting(service);
    const answer = await walkConsent(service, linkToken);
    expect(await comeBack(service, answer)).toBe(200);
    expect(await comeBack(service, answer)).toBe(400);
    await service.drain();
    expect(await comeBack(service, answer)).toBe(400);
    expect(await modal.view()).toMatchObject({ state: 'linked' });
    expect(service.sandbox.control.oauthGrants()).toHaveLength(1);
  });

  test('counts for the session that asked, and for nobody without one', async () => {
    await using service = await startApiService();
    const { linkToken, modal } = await startWaiting(service);
    const answer = await walkConsent(service, linkToken);
    const strange = new URLSearchParams({ code: answer.get('code')!, state: 'made up' });
    expect(await comeBack(service, strange)).toBe(400);
    await service.drain();
    expect(await modal.view()).toMatchObject({ state: 'awaiting_authorization', problem: null });
    expect(service.sandbox.control.oauthGrants()).toEqual([]);
  });

  test('counts for a quarter of an hour', async () => {
    await using service = await startApiService();
    const { linkToken, modal } = await startWaiting(service);
    const answer = await walkConsent(service, linkToken);
    service.clock.advance(15 * 60_000);
    expect(await comeBack(service, answer)).toBe(400);
    await service.drain();
    expect(await modal.view()).toMatchObject({ state: 'awaiting_authorization' });
    await consentAtSource(service, linkToken);
    expect(await modal.view()).toMatchObject({ state: 'linked' });
  });

  test('that the source knows no more is asked for again', async () => {
    await using service = await startApiService();
    const { linkToken, modal } = await startWaiting(service);
    const answer = await walkConsent(service, linkToken);
    service.clock.advance(11 * 60_000);
    expect(await comeBack(service, answer)).toBe(200);
    await service.drain();
    expect(await modal.view()).toMatchObject({
      state: 'awaiting_authorization',
      problem: { code: 'code_refused' },
    });
    await consentAtSource(service, linkToken);
    expect(await modal.view()).toMatchObject({ state: 'linked', problem: null });
  });
});

describe('what is not granted from the start', () => {
  test('and nobody asked for is empty, and no alarm', async () => {
    await using service = await startApiService({
      environment: { MUSTER_JUSTWORKS_OAUTH_SCOPES: SOME_SCOPES },
    });
    const employer = await linkByConsent(service);
    const employments = await listAll(service, employer, 'employments');
    expect(employments.length).toBeGreaterThan(0);
    expect(employments.filter((one) => one['job_title'] !== null).length).toBeGreaterThan(0);
    for (const one of employments) expect([one['pay_rate'], one['pay_period']]).toEqual([null, null]);
    for (const one of await listAll(service, employer, 'employees'))
      expect([one['date_of_birth'], one['pay_group']]).toEqual([null, null]);
    for (const model of [
      'payroll-runs',
      'employee-payroll-runs',
      'pay-groups',
      'time-off',
      'time-off-balances',
    ])
      expect(await listAll(service, employer, model)).toEqual([]);
    expect(await listIssues({ service, employer }, 'ONGOING')).toEqual([]);
    const asked = service.sandbox.control.journal().map(({ path }) => path);
    expect(asked.filter((path) => /payroll|paystub|time-off|tax-id/.test(path))).toEqual([]);
  });

  test('though it is required keeps the session waiting, named, until a consent has it', async () => {
    await using service = await startApiService({
      environment: { MUSTER_JUSTWORKS_OAUTH_SCOPES: SOME_SCOPES },
    });
    const to = 'company.detail:read member.detail:read';
    const fault = { fault: 'api_changed_word', path: '/oauth/token', from: SOME_SCOPES, to } as const;
    service.sandbox.control.addFault(fault);
    const { linkToken, modal } = await startWaiting(service);
    await consentAtSource(service, linkToken);
    const view = await modal.view();
    expect(view).toMatchObject({ state: 'awaiting_permissions', problem: { code: 'permission_missing' } });
    const missing = view.permissions.filter(({ state }) => state === 'missing');
    expect(missing).toMatchObject([{ capability: 'member_employment', is_required: true }]);
    service.sandbox.control.clearFaults();
    // As the modal does where the admin agrees once more.
    await modal.chooseMethod('oauth');
    await consentAtSource(service, linkToken);
    expect(await modal.view()).toMatchObject({ state: 'linked', problem: null });
  });
});
