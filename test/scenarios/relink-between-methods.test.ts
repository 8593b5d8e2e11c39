import { describe, expect, it } from 'vitest';
import { ModalHands } from '../../src/cli/demo/modal-hands.ts';
import { consentAtSource, startApiService, startLinkBy } from '../support/consent.ts';
import { expectGoodManners } from '../support/expect-good-manners.ts';
import {
  exchangePublicToken,
  finishLink,
  inviteServiceAccount,
  listAll,
  syncNow,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

const LOG_IN = {
  user_name: 'ada.admin@employer.example',
  password: 'a password that ada made up',
  authenticator_secret: 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp',
};
const MODELS = ['companies', 'locations', 'groups', 'teams', 'employees', 'employments'];
const OTHER_COMPANY = 'Birch Row';

type Method = 'service_account' | 'credentials' | 'oauth';

/** One employer's walks through the modal, each by another way in. */
class Relinks {
  readonly service: WholeService;
  #thirdPartyId: string | undefined;

  constructor(service: WholeService) {
    this.service = service;
  }

  async by(method: Method): Promise<LinkedEmployer> {
    this.service.clock.advance(60_000);
    const linkToken = await startLinkBy(this.service, { connection_method: method });
    const modal = new ModalHands(this.service.apiUrl, linkToken);
    if (method === 'service_account') return this.#byInvitation(modal);
    if (method === 'oauth')
      return exchangePublicToken(this.service, await consentAtSource(this.service, linkToken), '');
    await modal.consent();
    this.addAdmin();
    await modal.giveCredentials(LOG_IN);
    await this.service.drain();
    return exchangePublicToken(this.service, modal, '');
  }

  /** An admin of the employer with a log-in of their own; gives its id at the source. */
  addAdmin(permissions: readonly string[] = ALL_PERMISSIONS): string {
    return this.service.sandbox.control.addSignIn({
      userName: LOG_IN.user_name,
      password: LOG_IN.password,
      authenticatorSecret: LOG_IN.authenticator_secret.replaceAll(' ', '').toUpperCase(),
      permissions,
    }).id;
  }

  /** Whose access was given up has to be invited anew: the admin removes what was there, and adds it again. */
  async #byInvitation(modal: ModalHands): Promise<LinkedEmployer> {
    if (this.#thirdPartyId) this.service.sandbox.control.removeThirdParty(this.#thirdPartyId);
    this.#thirdPartyId = await inviteServiceAccount(this.service, modal);
    return finishLink(this.service, modal, this.#thirdPartyId);
  }
}

const ALL_PERMISSIONS = [
  'Edit company settings',
  'Manage employees',
  'View all employee information',
  'View basic employee information',
  'Upload & view all documents',
  'View invoices & reporting',
];

/** What every way in sees of a person. */
const SEEN_BY_ALL = [
  'id',
  'employee_number',
  'first_name',
  'last_name',
  'work_email',
  'start_date',
  'termination_date',
  'employment_status',
  'manager',
  'groups',
  'team',
  'work_location',
  'home_location',
  'company',
];

async function peopleOf(service: WholeService, employer: LinkedEmployer) {
  const people = await listAll(service, employer, 'employees');
  return Object.fromEntries(
    people.map((person) => [person['id'], SEEN_BY_ALL.map((field) => [field, person[field]])]),
  );
}

async function idsOf(service: WholeService, employer: LinkedEmployer) {
  const ids: Record<string, unknown[]> = {};
  for (const model of MODELS)
    ids[model] = (await listAll(service, employer, model)).map(({ id }) => id).sort();
  return ids;
}

const told = ({ receiver }: WholeService, pattern: RegExp) =>
  receiver.events.filter(({ type }) => pattern.test(type)).map(({ type }) => type);

describe.each(['same', 'own'] as const)('with %s ids by both routes', (partnerApiIds) => {
  it(
    'an account goes from way in to way in, and keeps its id, its token, its records and their history',
    { timeout: 90_000 },
    async () => {
      await using service = await startApiService({ sandbox: { partnerApiIds } });
      const relinks = new Relinks(service);
      const first = await relinks.by('service_account');
      const before = await idsOf(service, first);
      const people = await peopleOf(service, first);
      expect(before['employees']).toHaveLength(12);
      const histories = await listAll(service, first, 'employments');

      for (const method of ['credentials', 'oauth', 'service_account'] as const) {
        service.receiver.clear();
        const again = await relinks.by(method);
        await syncNow(service, again);
        await syncNow(service, again);
        expect([method, again.linkedAccountId, again.accountToken]).toEqual([
          method,
          first.linkedAccountId,
          first.accountToken,
        ]);
        expect([method, await idsOf(service, again)]).toEqual([method, before]);
        expect([method, await peopleOf(service, again)]).toEqual([method, people]);
        expect([method, told(service, /\.deleted$/)]).toEqual([method, []]);
        expect([
          method,
          told(service, /^(company|group|team|employee|employment|location)\.created$/),
        ]).toEqual([method, []]);
        expect([method, told(service, /^linked_account\./)]).toEqual([method, ['linked_account.linked']]);
      }
      // Back on the first way in, the history reads as it did.
      const day = (one: Record<string, unknown>) => [
        one['id'],
        one['employee'],
        one['effective_date'],
        one['job_title'],
        one['pay_rate'],
      ];
      const byId = (one: Record<string, unknown>, other: Record<string, unknown>) =>
        String(one['id']).localeCompare(String(other['id']));
      const after = await listAll(service, first, 'employments');
      expect(after.sort(byId).map(day)).toEqual(histories.sort(byId).map(day));
      expect((await listAll(service, first, 'payroll-runs')).length).toBeGreaterThan(0);
      expect(service.receiver.refusedCount).toBe(0);
      expectGoodManners(service.sandbox);
    },
  );
});

describe('a relink that leads to another company is refused, and the account goes on as it was', () => {
  it('by consent', async () => {
    await using service = await startApiService();
    const employer = await new Relinks(service).by('service_account');
    const { control } = service.sandbox;
    control.setAdminCompanies(control.employerAdmins()[0]!.userName, [OTHER_COMPANY]);
    const linkToken = await startLinkBy(service, { connection_method: 'oauth' });
    const modal = await consentAtSource(service, linkToken, OTHER_COMPANY);
    expect(await modal.view()).toMatchObject({ state: 'failed', problem: { code: 'wrong_company' } });
    await expectUntouched(service, employer);
    // The consent for the wrong company is given back at the source.
    expect(control.oauthGrants().map(({ revokedAt }) => revokedAt === null)).toEqual([false]);
  });

  it('by a log-in', async () => {
    await using service = await startApiService();
    const relinks = new Relinks(service);
    const employer = await relinks.by('service_account');
    relinks.addAdmin();
    const { modal } = await startRelink(service, 'credentials');
    service.sandbox.control.addFault({ fault: 'other_company', name: OTHER_COMPANY });
    await modal.giveCredentials(LOG_IN);
    await service.drain();
    expect(await modal.view()).toMatchObject({ state: 'failed', problem: { code: 'wrong_company' } });
    service.sandbox.control.clearFaults();
    await expectUntouched(service, employer);
  });

  it('by an invitation', async () => {
    await using service = await startApiService();
    const employer = await new Relinks(service).by('oauth');
    const { modal } = await startRelink(service, 'service_account');
    service.sandbox.control.addFault({ fault: 'other_company', name: OTHER_COMPANY });
    const thirdPartyId = await inviteServiceAccount(service, modal);
    await service.drain();
    // Nothing tells the company yet: the site's ids need not be the API's, and its settings are closed to us.
    expect((await modal.view()).state).toBe('awaiting_permissions');
    await service.admin.grantPermissions(thirdPartyId, ALL_PERMISSIONS);
    await modal.checkPermissions();
    await service.drain();
    expect(await modal.view()).toMatchObject({ state: 'failed', problem: { code: 'wrong_company' } });
    service.sandbox.control.clearFaults();
    await expectUntouched(service, employer);
  });
});

async function startRelink(service: WholeService, method: Method) {
  service.clock.advance(60_000);
  const modal = new ModalHands(service.apiUrl, await startLinkBy(service, { connection_method: method }));
  if (method === 'credentials') await modal.consent();
  return { modal };
}

/** The account still reads by the way in that it had. */
async function expectUntouched(service: WholeService, employer: LinkedEmployer): Promise<void> {
  expect(told(service, /^link_session\.failed$/)).toHaveLength(1);
  const hired = service.sandbox.control.hire({ firstName: 'Odalys', lastName: 'Wren' });
  const { length } = await listAll(service, employer, 'employees');
  await syncNow(service, employer);
  const people = await listAll(service, employer, 'employees');
  expect(people.map((person) => person['first_name'])).toContain(hired.firstName);
  expect(people).toHaveLength(length + 1);
  expectGoodManners(service.sandbox);
}
