import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src/sandbox/justworks/index.ts';
import {
  editSomebody,
  expectEndured,
  expectRecovery,
  expectUseful,
  listIssues,
  readFreshness,
  readServed,
  syncToTheEnd,
  type FaultWorld,
} from '../support/fault-world.ts';
import {
  finishLink,
  inviteServiceAccount,
  linkEmployer,
  startLink,
  startWholeService,
} from '../support/whole-service.ts';

let world: FaultWorld;

beforeAll(async () => {
  const service = await startWholeService({ environment: { MUSTER_MAX_SIGN_INS_PER_DAY: '100' } });
  world = { service, employer: await linkEmployer(service) };
});
afterAll(() => world.service[Symbol.asyncDispose]());
beforeEach(async () => {
  control().clearFaults();
  await syncToTheEnd(world);
  world.service.receiver.clear();
  control().clearJournal();
});

const control = () => world.service.sandbox.control;
const journal = () => control().journal();
const posts = (path: string) =>
  journal().filter((entry) => entry.method === 'POST' && entry.path === path).length;
const SIGNED_OUT: FaultInput = { fault: 'signed_out', path: '/dashboard', count: 1 };

describe('a page that asks whether we are a browser', () => {
  const says = [/last good data is served/, /MUSTER_JUSTWORKS_SITE/];
  /** Once only: whoever tried again, or another way, would get through and be found out. */
  const challenge = (path: string, status: number): FaultInput => ({
    fault: 'challenge',
    path,
    status,
    count: 1,
  });

  it.each([
    ['before everything', '/dashboard', 403, 'company_settings'],
    ['before everything, as a usual page', '/dashboard', 200, 'company_settings'],
    ['before the settings', '/settings/offices', 403, 'company_settings'],
    ['before a report is asked for', '/reports/request', 403, 'employee_census'],
    ['instead of a report', '/report-files/work_history', 403, 'work_history'],
    ['instead of a report, as a usual page', '/report-files/employee_census', 200, 'employee_census'],
  ])('is obeyed %s: an issue, and not one request more', async (_where, path, status, subject) => {
    let last = journal().length;
    const fault = challenge(path, status);
    await expectEndured(world, {
      code: 'challenge_page',
      subject,
      says,
      faults: [fault],
      meanwhile: () => (last = journal().length - 1),
    });
    expect(journal()[last]!.path.startsWith(path)).toBe(true);
  });

  it.each([
    ['login', '/login', 403, 0],
    ['login', '/login', 200, 0],
    ['two_factor', '/tfa', 403, 1],
    ['two_factor', '/tfa', 200, 1],
  ])(
    'is obeyed at the sign-in (%s at %s, status %i): the password is not sent again',
    async (_subject, path, status, sent) => {
      control().addFault(SIGNED_OUT);
      control().clearJournal();
      const [served, { asOf }] = [await readServed(world), await readFreshness(world)];
      const nickname = editSomebody(world);
      control().addFault(challenge(path, status));
      await syncToTheEnd(world);
      expect(await listIssues(world, 'ONGOING')).toMatchObject([{ code: 'challenge_page' }]);
      expect([posts('/login'), journal().at(-1)!.path]).toEqual([sent, path]);
      expect(await readServed(world)).toEqual(served);
      await expectRecovery(world, nickname, { code: 'challenge_page', asOf });
    },
  );

  it('is obeyed while a report is made', () => {
    // A report's page goes by a random name.
    const faults = [...'0123456789abcdef'].map((first) => challenge(`/reports/${first}`, 200));
    return expectEndured(world, { code: 'challenge_page', subject: 'employee_census', says, faults });
  });

  it('is obeyed at an invitation: a person is told, nothing is accepted, and a new attempt goes on', async () => {
    const modal = await startLink(world.service, 'employer-2');
    const thirdPartyId = await inviteServiceAccount(world.service, modal);
    control().clearJournal();
    control().addFault(challenge('/invitations', 403));
    await world.service.drain();
    expect(journal().map(({ method }) => method)).toEqual(['GET']);
    const view = await modal.view();
    expect([view.state, view.problem?.code]).toEqual(['failed', 'challenge_page']);
    const [issue] = await listIssues(world, 'ONGOING');
    expect(issue).toMatchObject({ code: 'link_session_failed' });
    expectUseful(world, issue!, [/check again/, /support contact/]);
    control().clearFaults();
    await modal.checkPermissions();
    await finishLink(world.service, modal, thirdPartyId);
    expect(await listIssues(world, 'ONGOING')).toEqual([]);
  });
});

describe('a source that goes on showing its login page', () => {
  it.each([
    ['by a redirect', 'redirect', '/settings', 'company_settings'],
    ['in the page’s place', 'login_page', '/settings', 'company_settings'],
    ['in a report’s place', 'login_page', '/report-files', 'employee_census'],
  ] as const)('is signed in to once more and not again: %s', (_how, answer, path, subject) =>
    expectEndured(world, {
      code: 'signed_out',
      subject,
      says: [/last good data is served/, /MUSTER_JUSTWORKS_SITE/],
      faults: [{ fault: 'signed_out', path, answer }],
      meanwhile: () => expect(posts('/login')).toBe(1),
    }),
  );
});

describe('another company in the log-in', () => {
  const says = [/Nothing of another company is read/, /linked/];

  it('is not read: no report is asked for, and the linked one is read when it is back', () =>
    expectEndured(world, {
      code: 'wrong_company',
      subject: 'company',
      says,
      faults: [{ fault: 'other_company', name: 'Elsewhere' }],
      meanwhile: () => expect(posts('/reports/request')).toBe(0),
    }));

  it('is noticed in the middle of a reading', () =>
    expectEndured(world, {
      code: 'wrong_company',
      subject: 'company_settings',
      says,
      faults: [{ fault: 'other_company', name: 'Elsewhere', path: '/settings/offices' }],
      meanwhile: () => expect(posts('/reports/request')).toBe(0),
    }));
});
