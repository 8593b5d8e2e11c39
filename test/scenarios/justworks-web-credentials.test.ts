import { afterEach, beforeEach, expect, it } from 'vitest';
import { renewDuePasswords } from '../../src/accounts/index.ts';
import { listOpenIssues } from '../support/open-issues.ts';
import { postControl } from '../support/justworks/site-control.ts';
import {
  exchangePublicToken,
  listAll,
  startLink,
  startWholeService,
  syncNow,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

const DAY_MS = 86_400_000;
const LOG_IN = {
  user_name: 'ada.admin@employer.example',
  password: 'a password that ada made up',
  authenticator_secret: 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp',
};

let service: WholeService;
let employer: LinkedEmployer;
beforeEach(async () => {
  service = await startWholeService();
  const modal = await startLink(service);
  await modal.chooseMethod('credentials');
  const { permissions } = await modal.consent();
  const { id } = service.sandbox.control.addSignIn({
    userName: LOG_IN.user_name,
    password: LOG_IN.password,
    authenticatorSecret: LOG_IN.authenticator_secret.replaceAll(' ', '').toUpperCase(),
    permissions: permissions.flatMap((one) => one.permissions),
  });
  await modal.giveCredentials(LOG_IN);
  await service.drain();
  employer = await exchangePublicToken(service, modal, id);
  service.receiver.clear();
});
afterEach(() => service[Symbol.asyncDispose]());

const openIssues = () => listOpenIssues(service.context, employer);

async function status(): Promise<[string, string | null]> {
  const account = await service.context.db
    .selectFrom('linked_accounts')
    .select(['status', 'status_detail'])
    .where('id', '=', employer.linkedAccountId)
    .executeTakeFirstOrThrow();
  return [account.status, account.status_detail];
}

const posts = (wanted: string) =>
  service.sandbox.control.journal().filter(({ method, path }) => method === 'POST' && path === wanted).length;
const endRemoteSession = () =>
  service.sandbox.control.addFault({ fault: 'signed_out', path: '/dashboard', count: 1 });

it('an admin who is terminated reads until 02:00 Eastern; then one attempt', async () => {
  const roster = await listAll(service, employer, 'employees');
  expect(roster.length).toBeGreaterThan(0);
  await postControl(service.sandbox, `/third-party/${employer.thirdPartyId}/terminate`, {
    date: '2026-11-20',
  });
  service.clock.set('2026-11-21T06:57:00Z');
  await syncNow(service, employer);
  expect(await status()).toEqual(['COMPLETE', null]);
  service.clock.set('2026-11-21T07:00:00Z');
  const before = posts('/login');
  await syncNow(service, employer);
  expect([await status(), posts('/login') - before]).toEqual([['RELINK_NEEDED', 'bad_credentials'], 1]);
  expect(await listAll(service, employer, 'employees')).toEqual(roster);
});

it('an authenticator that was reset is not enrolled again', async () => {
  service.sandbox.control.addFault({ fault: 'mfa_reset' });
  endRemoteSession();
  const before = posts('/tfa');
  await syncNow(service, employer);
  expect([await status(), posts('/tfa') - before]).toEqual([['RELINK_NEEDED', 'authenticator_missing'], 0]);
});

it('a password that ends is told two weeks ahead, never changed by us, and stops the reading at its end', async () => {
  service.clock.advance(77 * DAY_MS);
  await renewDuePasswords(service.context);
  await service.drain();
  expect([await openIssues(), posts('/account/password')]).toEqual([['password_expires_soon'], 0]);
  service.clock.advance(14 * DAY_MS);
  endRemoteSession();
  await syncNow(service, employer);
  expect(await status()).toEqual(['RELINK_NEEDED', 'password_expired']);
});
