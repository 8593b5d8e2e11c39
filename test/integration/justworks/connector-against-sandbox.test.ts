import { expect, test } from 'vitest';
import type { KnownSource } from '../../../src/hris/snapshot.ts';
import type { ConnectorContext } from '../../../src/connectors/contract.ts';
import { createJustworksConnector } from '../../../src/connectors/justworks/index.ts';
import type { SnapshotItem } from '../../../src/hris/snapshot.ts';
import { createGuardedHttp } from '../../../src/lib/guarded-http/index.ts';
import { startSandbox, type FaultInput, type SandboxOptions } from '../../../src/sandbox/justworks/index.ts';
import { startMailbox } from '../../../src/sandbox/mailbox/index.ts';
import { createAccount } from '../../support/justworks/employer-script.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const PASSWORD = 'correct horse battery staple';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const STEP_MS = 30_000;

async function startEmployer(options: Partial<SandboxOptions> = {}) {
  const mailbox = await startMailbox({ host: '127.0.0.1', port: 0 });
  const clock = new ManualClock('2026-03-10T15:00:05Z');
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    smtpTarget: mailbox,
    seed: 'connector',
    clock,
    ...options,
  });
  const connector = createJustworksConnector({
    site: {
      origins: [sandbox.url],
      invitationLinkOrigins: [sandbox.url],
      poll: { intervalMs: 1, attempts: 5 },
    },
  });
  const http = createGuardedHttp({ allowedPrivateHosts: [new URL(sandbox.url).host], userAgent: 'test' });
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const context: ConnectorContext = { http, clock, log, signal: AbortSignal.timeout(25_000) };
  return {
    mailbox,
    clock,
    sandbox,
    connector,
    context,
    async [Symbol.asyncDispose]() {
      await http.close();
      await sandbox.close();
      await mailbox.close();
    },
  };
}

type Employer = Awaited<ReturnType<typeof startEmployer>>;

/** An employer whose service account is signed up with every permission. */
async function startLinkedEmployer(options: Partial<SandboxOptions> = {}) {
  const employer = await startEmployer(options);
  const permissions = employer.connector
    .capabilitiesOf('service_account')
    .flatMap((capability) => capability.permissions);
  const account = createAccount({ userName: 'robot', password: PASSWORD, authenticatorSecret: SECRET });
  employer.sandbox.control.addSignIn({
    userName: 'robot',
    password: PASSWORD,
    authenticatorSecret: SECRET,
    permissions,
  });
  return Object.assign(employer, { account });
}

async function readRoster(
  employer: Employer & { account: ReturnType<typeof createAccount> },
  known: KnownSource[] = [],
) {
  const session = await employer.connector.openRemoteSession(employer.context, employer.account);
  const reading = session.readRoster({ timeZone: 'America/New_York', known });
  const items: SnapshotItem[] = [];
  for await (const item of reading.items) if (item.model !== 'seen') items.push(item);
  return { items, summary: reading.summary() };
}

test('accepts an invitation, enrols the authenticator and sees each permission when it is granted', async () => {
  await using employer = await startEmployer();
  const { connector, context, sandbox, mailbox, clock } = employer;
  const invited = await sandbox.control.addThirdParty({
    firstName: 'Muster',
    lastName: 'Service Account',
    workEmail: 'link-7f3a@inbound.example',
  });
  const links = [
    ...mailbox
      .messages()
      .at(-1)!
      .text.matchAll(/https?:\/\/\S+/g),
  ].map(([link]) => link);
  const link = (await connector.mailRules()).findInvitationLink(links)!;
  expect(await connector.readInvitation(context, link)).toMatchObject({
    state: 'open',
    companyName: sandbox.control.state().company.displayName,
  });
  const choice = { userName: 'link-7f3a@inbound.example', password: PASSWORD };
  await connector.acceptInvitation(context, link, choice);
  expect(await connector.readInvitation(context, link)).toEqual({ state: 'used' });
  await expect(connector.acceptInvitation(context, link, choice)).rejects.toMatchObject({
    code: 'invitation_used',
  });

  const account = createAccount({ ...choice, authenticatorSecret: null });
  const signIn = await connector.startSignIn(context, account);
  expect(signIn.step.step).toBe('enrollment_offered');
  const secret = signIn.step.step === 'enrollment_offered' ? signIn.step.secret : '';
  await signIn.submitCode(secret, true);
  expect(sandbox.control.state().thirdParties[0]).toMatchObject({ hasAuthenticator: true });

  clock.advance(STEP_MS);
  const session = await connector.openRemoteSession(context, account);
  const probeAll = () =>
    Promise.all(
      connector.capabilitiesOf('service_account').map(({ capability }) => session.probe(capability)),
    );
  expect(await probeAll()).toEqual(['missing', 'missing', 'missing']);
  const granted: string[] = [];
  for (const permission of new Set(
    connector.capabilitiesOf('service_account').flatMap(({ permissions }) => permissions),
  )) {
    granted.push(permission);
    sandbox.control.setPermissions(invited.id, granted);
    const expected = connector
      .capabilitiesOf('service_account')
      .map(({ permissions }) =>
        permissions.every((needed) => granted.includes(needed)) ? 'granted' : 'missing',
      );
    expect(await probeAll()).toEqual(expected);
  }
});

test('reads the whole roster as the employer has it', async () => {
  await using employer = await startLinkedEmployer({ companySize: 40 });
  const { items, summary } = await readRoster(employer);
  const { members, company } = employer.sandbox.control.state();
  const people = items.flatMap((item) => (item.model === 'employee' ? [item] : []));
  expect(people.map(({ fields }) => fields.first_name)).toEqual(members.map(({ firstName }) => firstName));
  expect(people.map(({ fields }) => fields.work_email)).toEqual(
    members.map(({ workEmail }) => workEmail?.toLowerCase() ?? null),
  );
  const statuses = { Active: 'ACTIVE', Pending: 'PENDING', Terminated: 'INACTIVE' };
  expect(people.map(({ fields }) => fields.employment_status)).toEqual(
    members.map(({ status }) => statuses[status]),
  );
  expect(items.filter(({ model }) => model === 'employment')).toHaveLength(
    // Who is not in the work history has one by the census.
    members.reduce((sum, { history }) => sum + Math.max(1, history.length), 0),
  );
  expect(items.filter(({ model }) => model === 'group')).toHaveLength(company.departments.length);
  expect(summary.reports.map(({ rowCount, endsWithNewline }) => [rowCount > 0, endsWithNewline])).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(summary.unknownWords).toEqual([]);
  const managed = people.filter(({ refs }) => refs.manager !== null).map(({ refs }) => refs.manager);
  const known = new Set(people.flatMap(({ person }) => [person.workEmail, person.nameKey]));
  expect(managed.length).toBeGreaterThan(0);
  expect(managed.filter((manager) => !known.has(Object.values(manager!)[0]!))).toEqual([]);
});

test('notices that nothing changed, and that one cell did', async () => {
  await using employer = await startLinkedEmployer();
  const first = await readRoster(employer);
  const again = await readRoster(employer, [first.summary]);
  expect([again.summary.isUnchanged, again.items.length]).toEqual([true, 0]);
  const member = employer.sandbox.control.state().members[0]!;
  employer.sandbox.control.editEmployee(member.id, { city: 'Elsewhere' });
  const changed = await readRoster(employer, [first.summary]);
  expect(changed.summary.isUnchanged).toBe(false);
});

test.each<[FaultInput, string]>([
  [{ fault: 'status_429', path: '/settings', retryAfter: 7 }, 'rate_limited'],
  [{ fault: 'status_500', path: '/reports' }, 'source_unavailable'],
  [{ fault: 'challenge', path: '/report', status: 200 }, 'challenge_page'],
  [{ fault: 'challenge', path: '/settings' }, 'challenge_page'],
  [{ fault: 'cut', path: '/report-files', bytes: 900 }, 'source_unavailable'],
  [{ fault: 'cut', path: '/report-files/employee_census', bytes: 850, honestLength: false }, 'report_cut'],
  [{ fault: 'stuck_report' }, 'report_not_ready'],
  [{ fault: 'failed_report' }, 'report_not_ready'],
  [{ fault: 'expired_download' }, 'report_not_ready'],
  [{ fault: 'empty_report' }, 'report_empty'],
  [{ fault: 'header_only_report' }, 'report_empty'],
  [{ fault: 'html_for_csv' }, 'report_not_csv'],
  [{ fault: 'html_for_csv', contentType: 'text/csv' }, 'report_not_csv'],
  [{ fault: 'missing_column', column: 'Last Name' }, 'report_column_missing'],
  [{ fault: 'encoding', encoding: 'utf-16le' }, 'report_encoding'],
])('gives up on %j', async (fault, code) => {
  await using employer = await startLinkedEmployer();
  employer.sandbox.control.addFault(fault);
  await expect(readRoster(employer)).rejects.toMatchObject({ code });
});

test.each<FaultInput>([
  { fault: 'bom' },
  { fault: 'reordered_columns' },
  { fault: 'added_column' },
  { fault: 'expired_download', count: 1 },
  { fault: 'renamed_column', from: 'Work Email', to: 'Work E-mail' },
  { fault: 'signed_out', path: '/reports', count: 1 },
  { fault: 'signed_out', path: '/settings', count: 1, answer: 'login_page' },
])('copes with %j', async (fault) => {
  await using employer = await startLinkedEmployer();
  const plain = await readRoster(employer);
  employer.sandbox.control.addFault(fault);
  employer.clock.advance(STEP_MS);
  const { items } = await readRoster(employer);
  expect(items.map(({ model }) => model)).toEqual(plain.items.map(({ model }) => model));
});

test('sends a wrong password once', async () => {
  await using employer = await startLinkedEmployer();
  const account = createAccount({
    userName: 'robot',
    password: 'wrong wrong wrong',
    authenticatorSecret: SECRET,
  });
  const attempt = employer.connector.openRemoteSession(employer.context, account);
  await expect(attempt).rejects.toMatchObject({ code: 'bad_credentials', needsRelink: true });
  const posts = employer.sandbox.control.journal().filter(({ method }) => method === 'POST');
  expect(posts).toHaveLength(1);
});

test.each<[FaultInput, string]>([
  [{ fault: 'password_expired' }, 'password_expired'],
  [{ fault: 'mfa_reset' }, 'authenticator_missing'],
])('asks for a new link on %j', async (fault, code) => {
  await using employer = await startLinkedEmployer();
  employer.sandbox.control.addFault(fault);
  const attempt = employer.connector.openRemoteSession(employer.context, employer.account);
  await expect(attempt).rejects.toMatchObject({ code, needsRelink: true });
});
