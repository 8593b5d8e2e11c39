import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  exchangePublicToken,
  inviteServiceAccount,
  finishLink,
  linkEmployer,
  listAll,
  startLink,
  startWholeService,
  syncNow,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

describe('an employer is linked', () => {
  it('names the set of permissions that is missing and links only when it was granted', async () => {
    await using service = await startWholeService();
    const modal = await startLink(service);
    const thirdPartyId = await inviteServiceAccount(service, modal);
    await service.drain();

    const waiting = await modal.view();
    expect(waiting.state).toBe('awaiting_permissions');
    expect(waiting.permissions.map((permission) => permission.state)).toEqual([
      'missing',
      'missing',
      'missing',
    ]);
    const census = waiting.permissions.find((permission) => permission.capability === 'employee_census')!;
    expect(census.permissions).toHaveLength(5);

    await service.admin.grantPermissions(thirdPartyId, census.permissions);
    await modal.checkPermissions();
    await service.drain();
    const half = await modal.view();
    expect(half.state).toBe('awaiting_permissions');
    expect(Object.fromEntries(half.permissions.map((one) => [one.capability, one.state]))).toEqual({
      company_settings: 'missing',
      employee_census: 'granted',
      work_history: 'granted',
    });

    const all = [...new Set(half.permissions.flatMap((permission) => permission.permissions))];
    await service.admin.grantPermissions(thirdPartyId, all);
    await modal.checkPermissions();
    await service.drain();
    expect((await modal.view()).state).toBe('linked');
  });

  it('asks the source for nothing but sign-in, acceptance, reading and reports', async () => {
    await using service = await startWholeService();
    await linkEmployer(service);
    const writes = service.sandbox.control
      .journal()
      .filter((entry) => entry.method !== 'GET')
      .map((entry) => entry.path.replace(/(\/invitations)\/.*/, '$1'));
    expect(new Set(writes)).toEqual(new Set(['/invitations', '/login', '/tfa', '/reports/request']));
  });

  it('goes on at the same account, address and records when the employer is linked again', async () => {
    await using service = await startWholeService();
    const first = await linkEmployer(service);
    const before = await listAll(service, first, 'employees');
    service.clock.advance(120_000);
    const modal = await startLink(service);
    const { email } = (await modal.consent()).service_account;
    expect(service.sandbox.control.state().thirdParties.map((one) => one.workEmail)).toEqual([email]);
    await service.drain();
    expect((await modal.view()).state).toBe('linked');
    const again = await exchangePublicToken(service, modal, first.thirdPartyId);
    expect(again).toEqual(first);
    expect((await listAll(service, again, 'employees')).map((one) => one['id'])).toEqual(
      before.map((one) => one['id']),
    );
  });

  it('accepts an invitation that comes after the session ended, and mails the admin a way back in', async () => {
    await using service = await startWholeService();
    const modal = await startLink(service);
    const view = await modal.consent();
    service.clock.advance(3 * 86_400_000);
    const thirdPartyId = await service.admin.addThirdParty(view.service_account.form);
    await service.drain();
    const [mail] = service.mailbox.messages();
    const token = /#token=([A-Za-z0-9._-]+)/.exec(mail?.text ?? '')?.[1];
    expect(token).toBeDefined();
    const { ModalHands } = await import('../../src/cli/demo/modal-hands.ts');
    const resumed = new ModalHands(service.apiUrl, token!);
    expect((await resumed.view()).state).toBe('awaiting_permissions');
    await finishLink(service, resumed, thirdPartyId);
  });
});

describe('a linked employer', () => {
  let service: WholeService;
  let employer: LinkedEmployer;
  beforeAll(async () => {
    service = await startWholeService();
    employer = await linkEmployer(service);
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const memberByEmail = (email: unknown) =>
    service.sandbox.control.state().members.find((member) => member.workEmail?.toLowerCase() === email)!;

  it('has the whole roster: everyone of the source, once, with company, department, office, manager and history', async () => {
    const employees = await listAll(service, employer, 'employees');
    const members = service.sandbox.control.state().members;
    expect(employees).toHaveLength(members.length);
    const names = (one: { firstName: string; lastName: string }) =>
      `${one.firstName} ${one.lastName.replace(/^\(.*\) /, '')}`;
    expect(employees.map((one) => `${String(one['first_name'])} ${String(one['last_name'])}`).sort()).toEqual(
      members.map(names).sort(),
    );
    const employments = await listAll(service, employer, 'employments');
    const ids = new Set(employees.map((one) => one['id']));
    expect(employments.length).toBeGreaterThanOrEqual(employees.length);
    expect(employments.every((one) => ids.has(one['employee']))).toBe(true);
    expect(employees.some((one) => one['manager'] !== null)).toBe(true);
    expect(await listAll(service, employer, 'companies')).toHaveLength(1);
    const departments = service.sandbox.control.state().company.departments.map((one) => one.name);
    expect((await listAll(service, employer, 'groups')).map((one) => one['name']).sort()).toEqual(
      departments.sort(),
    );
  });

  it('told the partner of the link, of every record and of the finished sync, each once and signed', async () => {
    const types = service.receiver.events.map((event) => event.type);
    expect(types.filter((type) => type === 'linked_account.linked')).toHaveLength(1);
    expect(types.filter((type) => type === 'sync.completed')).toHaveLength(1);
    const created = service.receiver.events.filter((event) => event.type === 'employee.created');
    const employees = await listAll(service, employer, 'employees');
    expect(created.map((event) => (event.data['record'] as { id: string }).id).sort()).toEqual(
      employees.map((one) => one['id'] as string).sort(),
    );
    expect(new Set(service.receiver.events.map((event) => event.id)).size).toBe(
      service.receiver.events.length,
    );
    expect(service.receiver.refusedCount).toBe(0);
  });

  it('shows a hire, a termination date and a changed address after the next sync, each with its webhook', async () => {
    service.receiver.clear();
    const active = (await listAll(service, employer, 'employees')).filter(
      (one) =>
        one['employment_status'] === 'ACTIVE' &&
        one['work_email'] !== null &&
        one['termination_date'] === null,
    );
    const [leaver, mover] = active;
    service.sandbox.control.hire({
      firstName: 'Odalys',
      lastName: 'Wren',
      workEmail: 'odalys@new.example',
      startDate: '2027-01-04',
    });
    service.sandbox.control.terminate(memberByEmail(leaver!['work_email']).id, { date: '2026-12-31' });
    service.sandbox.control.editEmployee(memberByEmail(mover!['work_email']).id, {
      street1: '9 Alder Court',
    });
    await syncNow(service, employer);

    const events = service.receiver.events;
    const created = events.filter((event) => event.type === 'employee.created');
    expect(created.map((event) => (event.data['record'] as { work_email: string }).work_email)).toEqual([
      'odalys@new.example',
    ]);
    const updated = events.filter((event) => event.type === 'employee.updated');
    expect(updated.map((event) => event.data['changes'])).toEqual([
      [{ field: 'termination_date', before: null, after: '2026-12-31T00:00:00Z' }],
    ]);
    const moved = events.filter((event) => event.type === 'location.updated');
    expect(moved.map((event) => (event.data['record'] as { street_1: string }).street_1)).toEqual([
      '9 Alder Court',
    ]);
    const employees = await listAll(service, employer, 'employees');
    expect(employees.find((one) => one['id'] === leaver!['id'])).toMatchObject({
      termination_date: '2026-12-31T00:00:00Z',
    });
    expect(employees.find((one) => one['work_email'] === 'odalys@new.example')).toMatchObject({
      employment_status: 'PENDING',
    });
  });

  it('writes nothing and sends nothing when the source has not changed', async () => {
    const before = await listAll(service, employer, 'employees');
    service.receiver.clear();
    await syncNow(service, employer);
    expect(service.receiver.events.filter((event) => !event.type.startsWith('sync.'))).toEqual([]);
    expect(await listAll(service, employer, 'employees')).toEqual(before);
  });

  it('is synced by schedule every ten minutes without anybody asking', async () => {
    const { startDueRuns } = await import('../../src/sync/index.ts');
    service.sandbox.control.hire({
      firstName: 'Bram',
      lastName: 'Ashdown',
      workEmail: 'bram@new.example',
      startDate: '2026-11-02',
    });
    service.clock.advance(660_000);
    await startDueRuns(service.context);
    await service.drain();
    const employees = await listAll(service, employer, 'employees');
    expect(employees.some((one) => one['work_email'] === 'bram@new.example')).toBe(true);
  });
});
