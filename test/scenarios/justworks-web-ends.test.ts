import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewDuePasswords } from '../../src/accounts/index.ts';
import { listOpenIssues } from '../support/open-issues.ts';
import { postControl } from '../support/justworks/site-control.ts';
import { makeRetriesReady } from '../support/drain-jobs.ts';
import {
  exchangePublicToken,
  inviteServiceAccount,
  linkEmployer,
  listAll,
  startLink,
  startWholeService,
  syncNow,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

const DAY_MS = 86_400_000;

let service: WholeService;
let employer: LinkedEmployer;
beforeEach(async () => {
  service = await startWholeService();
  employer = await linkEmployer(service);
  service.receiver.clear();
});
afterEach(() => service[Symbol.asyncDispose]());

/** Ends the service's remote session at the site, so that the next look signs in. */
function endRemoteSession(): void {
  service.sandbox.control.addFault({ fault: 'signed_out', path: '/dashboard', count: 1 });
}

const openIssues = () => listOpenIssues(service.context, employer);

async function status(): Promise<[string, string | null]> {
  const account = await service.context.db
    .selectFrom('linked_accounts')
    .select(['status', 'status_detail'])
    .where('id', '=', employer.linkedAccountId)
    .executeTakeFirstOrThrow();
  return [account.status, account.status_detail];
}

const signIns = () =>
  service.sandbox.control.journal().filter(({ method, path }) => method === 'POST' && path === '/login')
    .length;
const announced = () => service.receiver.events.map((event) => event.type);

describe('the service account', () => {
  it('reads until 02:00 Eastern of the day after it is terminated; then one attempt, and a relink is asked for', async () => {
    const roster = await listAll(service, employer, 'employees');
    await postControl(service.sandbox, `/third-party/${employer.thirdPartyId}/terminate`, {
      date: '2026-11-20',
    });
    // 01:58 in New York.
    service.clock.set('2026-11-21T06:57:00Z');
    await syncNow(service, employer);
    expect(await status()).toEqual(['COMPLETE', null]);
    service.clock.set('2026-11-21T07:00:00Z');
    const before = signIns();
    await syncNow(service, employer);
    expect(await status()).toEqual(['RELINK_NEEDED', 'bad_credentials']);
    expect(signIns() - before).toBe(1);
    expect(announced()).toContain('linked_account.relink_needed');
    expect(await listAll(service, employer, 'employees')).toEqual(roster);
    await makeRetriesReady(service.context);
    await service.drain();
    expect(signIns() - before).toBe(1);
  });

  it('renews its password before it ends, without the employer, and signs in with the new one', async () => {
    await renewDuePasswords(service.context);
    await service.drain();
    const changes = () =>
      service.sandbox.control.journal().filter(({ path }) => path === '/account/password').length;
    expect(changes()).toBe(0);
    service.clock.advance(77 * DAY_MS);
    await renewDuePasswords(service.context);
    await service.drain();
    expect(changes()).toBe(1);
    service.clock.advance(30 * DAY_MS);
    endRemoteSession();
    const before = signIns();
    await syncNow(service, employer);
    expect([signIns() - before, await status(), await openIssues()]).toEqual([1, ['COMPLETE', null], []]);
  });

  it('stops when its password has ended all the same, and says so', async () => {
    service.clock.advance(91 * DAY_MS);
    endRemoteSession();
    await syncNow(service, employer);
    expect(await status()).toEqual(['RELINK_NEEDED', 'password_expired']);
    expect(await openIssues()).toContain('password_expired:login');
  });

  it('never enrols an authenticator again that somebody reset', async () => {
    service.sandbox.control.addFault({ fault: 'mfa_reset' });
    endRemoteSession();
    const before = service.sandbox.control.journal().length;
    await syncNow(service, employer);
    expect(await status()).toEqual(['RELINK_NEEDED', 'authenticator_missing']);
    const since = service.sandbox.control.journal().slice(before);
    expect(since.filter(({ method, path }) => method === 'POST' && path === '/tfa')).toEqual([]);
  });

  it('declines a passkey and goes on', async () => {
    service.sandbox.control.addFault({ fault: 'passkey_prompt' });
    endRemoteSession();
    await syncNow(service, employer);
    expect([await status(), await openIssues()]).toEqual([['COMPLETE', null], []]);
    const answers = service.sandbox.control
      .journal()
      .filter(({ method, path }) => method === 'POST' && path === '/passkey');
    expect(answers).toHaveLength(1);
  });
});

describe('the company', () => {
  it('leaves: reading stops at once, what was read stays and is served', async () => {
    const roster = await listAll(service, employer, 'employees');
    await postControl(service.sandbox, '/company/leave');
    await syncNow(service, employer);
    const [state, detail] = await status();
    expect([state, detail]).toEqual(['IDLE', 'company_left']);
    expect(await openIssues()).toContain('company_left:company_settings');
    expect(await listAll(service, employer, 'employees')).toEqual(roster);
    const { next_sync_at } = await service.context.db
      .selectFrom('linked_accounts')
      .select('next_sync_at')
      .where('id', '=', employer.linkedAccountId)
      .executeTakeFirstOrThrow();
    expect(next_sync_at).toBeNull();
  });

  it('is refused when a relink meets another one, and the former access goes on', async () => {
    const modal = await startLink(service);
    await modal.consent();
    service.sandbox.control.addFault({ fault: 'other_company', name: 'Elsewhere' });
    await modal.checkPermissions();
    await service.drain();
    expect((await modal.view()).problem?.code).toBe('wrong_company');
    service.sandbox.control.clearFaults();
    await syncNow(service, employer);
    const [last] = await service.context.db
      .selectFrom('sync_runs')
      .select('state')
      .orderBy('queued_at', 'desc')
      .limit(1)
      .execute();
    expect([last?.state, await status()]).toEqual(['unchanged', ['COMPLETE', null]]);
  });

  it('is the linked one in a log-in that has gained others', async () => {
    const names = (await listAll(service, employer, 'companies')).map((company) => company['display_name']);
    await postControl(service.sandbox, `/third-party/${employer.thirdPartyId}/companies`, {
      names: ['Birch Row', 'Cedar Lane'],
    });
    endRemoteSession();
    await syncNow(service, employer);
    expect([await status(), await openIssues()]).toEqual([['COMPLETE', null], []]);
    const read = (await listAll(service, employer, 'companies')).map((company) => company['display_name']);
    expect(read).toEqual(names);
    expect((await listAll(service, employer, 'employees')).length).toBeGreaterThan(0);
  });
});

describe('pages that are not what they should be', () => {
  it('a challenge with status 200 stops the run, is not argued with, and loses nothing', async () => {
    const roster = await listAll(service, employer, 'employees');
    service.sandbox.control.addFault({ fault: 'challenge', path: '/report-files', status: 200 });
    const before = signIns();
    await syncNow(service, employer);
    expect(await openIssues()).toContain('challenge_page:employee_census');
    expect(await listAll(service, employer, 'employees')).toEqual(roster);
    expect(signIns() - before).toBe(0);
    service.sandbox.control.clearFaults();
    await syncNow(service, employer);
    expect(await openIssues()).toEqual([]);
  });

  it.each([
    ['/settings/offices', 'redirect'],
    ['/report-files/work_history', 'login_page'],
  ] as const)('a remote session that ends at %s is renewed once', async (path, answer) => {
    service.sandbox.control.addFault({ fault: 'signed_out', path, count: 1, answer });
    const before = signIns();
    await syncNow(service, employer);
    expect([signIns() - before, await status(), await openIssues()]).toEqual([1, ['COMPLETE', null], []]);
  });
});

it('reads contractors from their own page when the census leaves them out, as the same people', async () => {
  const { members } = service.sandbox.control.state();
  const contractors = members.filter(({ memberType }) => memberType.includes('1099'));
  expect(contractors.length).toBeGreaterThan(0);
  const idsOf = async () =>
    new Map((await listAll(service, employer, 'employees')).map((one) => [one['work_email'], one['id']]));
  const before = await idsOf();
  service.sandbox.control.addFault({ fault: 'census_without_contractors' });
  service.sandbox.control.editEmployee(contractors[0]!.id, { preferredName: 'Robin' });
  await syncNow(service, employer);
  expect(await idsOf()).toEqual(before);
  const changed = (await listAll(service, employer, 'employees')).filter(
    (one) => one['preferred_name'] === 'Robin',
  );
  expect(changed).toHaveLength(1);
  expect(await openIssues()).toEqual([]);
});

it('asks which company is meant when a new log-in has several, and reads that one', async () => {
  const modal = await startLink(service, 'employer-2');
  const thirdPartyId = await inviteServiceAccount(service, modal);
  await postControl(service.sandbox, `/third-party/${thirdPartyId}/companies`, { names: ['Birch Row'] });
  await service.drain();
  const view = await modal.view();
  expect(view.state).toBe('awaiting_company');
  expect(view.companies.map(({ name }) => name)).toContain('Birch Row');
  const main = service.sandbox.control.state().company;
  const chosen = view.companies.find(({ name }) => name === main.displayName);
  await modal.chooseCompany(chosen!.id);
  await service.drain();
  const needed = [
    ...new Set((await modal.view()).permissions.flatMap((permission) => permission.permissions)),
  ];
  await service.admin.grantPermissions(thirdPartyId, needed);
  await modal.checkPermissions();
  await service.drain();
  const second = await exchangePublicToken(service, modal, thirdPartyId);
  const companies = await listAll(service, second, 'companies');
  expect(companies.map((company) => company['display_name'])).toEqual([main.displayName]);
});

it('leaves an invitation that demands a phone to a person, and invents nothing', async () => {
  service.sandbox.control.addFault({ fault: 'invitation_demands', fields: 'phone,personal_email' });
  const modal = await startLink(service, 'employer-2');
  await inviteServiceAccount(service, modal);
  service.sandbox.control.clearJournal();
  await service.drain();
  const view = await modal.view();
  expect([view.state, view.problem?.code]).toEqual(['failed', 'invitation_demands_person']);
  const posts = service.sandbox.control.journal().filter(({ method }) => method === 'POST');
  expect(posts).toEqual([]);
  const issue = await service.context.db
    .selectFrom('issues')
    .select(['error_details'])
    .where('code', '=', 'link_session_failed')
    .executeTakeFirstOrThrow();
  expect(issue.error_details).toEqual(['phone']);
});
