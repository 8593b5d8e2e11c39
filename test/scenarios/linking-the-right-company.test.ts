import { expect, it } from 'vitest';
import { consentAtSource, startApiService, startLinkBy } from '../support/consent.ts';
import {
  exchangePublicToken,
  linkEmployer,
  listAll,
  startLink,
  startWholeService,
  syncNow,
} from '../support/whole-service.ts';

const LOG_IN = {
  user_name: 'ada.admin@employer.example',
  password: 'a password that ada made up',
  authenticator_secret: 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp',
};

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
  expect(view).toMatchObject({ state: 'awaiting_confirmation', company: { name, people_count: null } });
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

it('a consent for the wrong company is given back, and the right one shows its size', async () => {
  await using service = await startApiService({ confirmsCompanies: false });
  const { control } = service.sandbox;
  const { company } = control.state();
  control.setAdminCompanies(control.employerAdmins()[0]!.userName, ['Second Company']);
  const linkToken = await startLinkBy(service);
  const modal = await consentAtSource(service, linkToken, 'Second Company');
  const wrong = (await modal.view()).company!;
  expect(wrong).toMatchObject({ name: 'Second Company', people_count: 0 });
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
  await modal.confirmCompany(right.id);
  await service.drain();
  const employer = await exchangePublicToken(service, modal, '');
  const employees = await listAll(service, employer, 'employees');
  const current = employees.filter((employee) => employee['employment_status'] !== 'INACTIVE');
  expect(current).toHaveLength(right.people_count!);
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
