import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModalHands } from '../../src/cli/demo/modal-hands.ts';
import { consentAtSource, startApiService, startLinkBy } from '../support/consent.ts';
import {
  exchangePublicToken,
  inviteServiceAccount,
  linkEmployer,
  listAll,
  startLink,
  startWholeService,
  syncNow,
  type WholeService,
} from '../support/whole-service.ts';

const LOG_IN = {
  user_name: 'ada.admin@employer.example',
  password: 'a password that ada made up',
  authenticator_secret: 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp',
};

/** Who the directory shows by the sandbox's own word. */
const listedIn = (service: WholeService) =>
  service.sandbox.control.state().members.filter((one) => one.status === 'Active' && !one.isHidden);

/** People of accounts that are not linked yet. */
async function countStored({ context }: WholeService): Promise<number> {
  const { count } = await context.db
    .selectFrom('employees')
    .innerJoin('linked_accounts', 'linked_accounts.id', 'employees.linked_account_id')
    .where('linked_accounts.completed_at', 'is', null)
    .select((of) => of.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

it('a log-in that is mistyped all day is not locked at Justworks, and the company is asked for before anything is read', async () => {
  await using service = await startWholeService({ confirmsCompanies: false });
  const modal = await startLink(service);
  await modal.chooseMethod('credentials');
  const { permissions } = await modal.consent();
  const { id } = service.sandbox.control.addSignIn({
    userName: LOG_IN.user_name,
    password: LOG_IN.password,
    authenticatorSecret: LOG_IN.authenticator_secret.replaceAll(' ', '').toUpperCase(),
    permissions: permissions.flatMap((one) => one.permissions),
  });
  const giveWrong = async (password: string): Promise<number> => {
    await modal.giveCredentials({ ...LOG_IN, password });
    await service.drain();
    return (await modal.view()).log_in!.attempts_left;
  };
  expect([await giveWrong('one'), await giveWrong('two'), await giveWrong('three')]).toEqual([2, 1, 0]);
  await expect(giveWrong('four')).rejects.toThrow(/429.*credentials_refused_often/s);
  service.clock.advance(3_600_000);
  const again = await startLink(service);
  await again.giveCredentials({ ...LOG_IN, password: 'four' });
  await service.drain();
  const { closed_until } = (await again.view()).log_in!;
  service.clock.set(closed_until!);
  const nextDay = await startLink(service);
  // The fifth wrong one would have locked it.
  await nextDay.giveCredentials(LOG_IN);
  await service.drain();
  const name = service.sandbox.control.state().company.displayName;
  const view = await nextDay.view();
  const size = { people_count: listedIn(service).length, people_counted_in: 'directory' };
  expect(view).toMatchObject({ state: 'awaiting_confirmation', company: { name, ...size } });
  expect(await countStored(service)).toBe(0);
  await expect(nextDay.takePublicToken()).rejects.toThrow('409');
  const reports = () => service.sandbox.control.journal().filter(({ path }) => path.includes('/reports/'));
  const asked = reports().length;
  await service.drain();
  expect(reports()).toHaveLength(asked);

  await nextDay.confirmCompany(view.company!.id);
  await service.drain();
  expect(await nextDay.view()).toMatchObject({
    state: 'linked',
    company_name: name,
    sync: { state: 'succeeded', phase: 'ended', employees: expect.any(Number) },
  });
  await exchangePublicToken(service, nextDay, id);
});

describe('a company that somebody meets', () => {
  let service: WholeService;
  beforeAll(async () => {
    service = await startApiService({ confirmsCompanies: false });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  it('has its size shown when it was chosen among several of a log-in, and another one may still be chosen', async () => {
    const { control } = service.sandbox;
    const name = control.state().company.displayName;
    const wish = { connection_method: 'service_account' };
    const modal = new ModalHands(service.apiUrl, await startLinkBy(service, wish, 'employer-2'));
    const thirdPartyId = await inviteServiceAccount(service, modal);
    control.addCompanies(thirdPartyId, ['Second Company']);
    control.setPermissions(
      thirdPartyId,
      (await modal.view()).permissions.flatMap(({ permissions }) => permissions),
    );
    await service.drain();
    const choose = async (wanted: string) => {
      const { companies } = await modal.view();
      await modal.chooseCompany(companies.find((company) => company.name === wanted)!.id);
      // The next one-time code is another one.
      service.clock.advance(60_000);
      await service.drain();
      const { state, company } = await modal.view();
      expect([state, company!.name]).toEqual(['awaiting_confirmation', wanted]);
      return company!;
    };
    const wrong = await choose('Second Company');
    // Its directory is empty, which no company's is: nobody knows how many work there.
    expect(wrong.people_count).toBeNull();
    const declined = await modal.declineCompany(wrong.id);
    expect(declined).toMatchObject({ state: 'awaiting_company', company: null, company_name: null });

    const right = await choose(name);
    expect(right).toMatchObject({ people_count: listedIn(service).length, people_counted_in: 'directory' });
    expect(right.people_count).toBeGreaterThan(0);
    expect(await countStored(service)).toBe(0);
    await modal.confirmCompany(right.id);
    await service.drain();
    const employer = await exchangePublicToken(service, modal, thirdPartyId);
    const [company] = await listAll(service, employer, 'companies');
    expect(company!['display_name']).toBe(name);
    // Who is hidden or about to start is not in the directory.
    const employees = await listAll(service, employer, 'employees');
    const current = employees.filter((employee) => employee['employment_status'] !== 'INACTIVE');
    expect(current.length).toBeGreaterThanOrEqual(right.people_count!);
  });

  it('has its consent given back when it is the wrong one, and the right one shows its size', async () => {
    const { control } = service.sandbox;
    const { company } = control.state();
    control.setAdminCompanies(control.employerAdmins()[0]!.userName, ['Second Company']);
    const linkToken = await startLinkBy(service);
    const modal = await consentAtSource(service, linkToken, 'Second Company');
    const wrong = (await modal.view()).company!;
    expect(wrong).toMatchObject({ name: 'Second Company', people_count: 0, people_counted_in: 'roster' });
    const declined = await modal.declineCompany(wrong.id);
    expect(declined).toMatchObject({
      state: 'awaiting_authorization',
      problem: { code: 'company_declined' },
      company_name: null,
    });
    await service.drain();
    expect(control.oauthGrants().map(({ revokedAt }) => revokedAt)).not.toContain(null);

    await consentAtSource(service, linkToken, company.displayName);
    const right = (await modal.view()).company!;
    expect(right.name).toBe(company.displayName);
    expect(right.people_count).toBeGreaterThan(0);
    expect(await countStored(service)).toBe(0);
    await modal.confirmCompany(right.id);
    await service.drain();
    const employer = await exchangePublicToken(service, modal, '');
    const employees = await listAll(service, employer, 'employees');
    const current = employees.filter((employee) => employee['employment_status'] !== 'INACTIVE');
    expect(current).toHaveLength(right.people_count!);
  });
});

it('a permission that was lost is where the relink starts, under the consent that was given before', async () => {
  await using service = await startWholeService();
  const employer = await linkEmployer(service);
  const granted = ['Edit company settings'];
  service.sandbox.control.setPermissions(employer.thirdPartyId, granted);
  await syncNow(service, employer);
  const modal = await startLink(service);
  expect(await modal.view()).toMatchObject({
    state: 'awaiting_consent',
    is_consent_needed: false,
    relink: { reason: 'permission_lost', lost_permissions: expect.arrayContaining(['Manage employees']) },
  });
  const view = await modal.resume();
  expect(view.state).toBe('awaiting_permissions');
  const missing = view.permissions.filter(({ state }) => state === 'missing');
  expect(missing.map(({ capability }) => capability)).toEqual(['employee_census', 'work_history']);
  await service.admin.grantPermissions(
    employer.thirdPartyId,
    view.permissions.flatMap(({ permissions }) => permissions),
  );
  await modal.checkPermissions();
  await service.drain();
  expect(await modal.view()).toMatchObject({ state: 'linked', relink: null });
});
