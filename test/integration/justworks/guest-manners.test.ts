import { expect, test } from 'vitest';
import type { ConnectorContext } from '../../../src/connectors/contract.ts';
import { createJustworksConnector } from '../../../src/connectors/justworks/index.ts';
import { createGuardedHttp } from '../../../src/lib/guarded-http/index.ts';
import { startSandbox } from '../../../src/sandbox/justworks/index.ts';
import { startMailbox } from '../../../src/sandbox/mailbox/index.ts';
import { createAccount } from '../../support/justworks/employer-script.ts';
import {
  ALLOWED_READS,
  ALLOWED_WRITES,
  expectGoodManners,
  toRequestShape,
} from '../../support/expect-good-manners.ts';
import { postControl } from '../../support/justworks/site-control.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const PASSWORD = 'correct horse battery staple';
const RENEWED = 'another horse battery staple';

test(
  'the whole connector asks the site for nothing but what a guest may ask',
  { timeout: 60_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const mailbox = await startMailbox({ host: '127.0.0.1', port: 0 });
    stack.defer(() => mailbox.close());
    const clock = new ManualClock('2026-03-10T15:00:05Z');
    const options = {
      host: '127.0.0.1',
      port: 0,
      smtpTarget: mailbox,
      seed: 'manners',
      clock,
      companySize: 12,
    };
    const sandbox = await startSandbox(options);
    stack.defer(() => sandbox.close());
    const http = createGuardedHttp({ allowedPrivateHosts: [new URL(sandbox.url).host], userAgent: 'test' });
    stack.defer(() => http.close());
    const origins = [sandbox.url];
    const connector = createJustworksConnector({
      site: { origins, invitationLinkOrigins: origins, poll: { intervalMs: 1, attempts: 5 } },
      isWebAllowed: true,
    });
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const context: ConnectorContext = { http, clock, log, signal: AbortSignal.timeout(50_000) };

    const workEmail = 'link-7f3a@inbound.example';
    const { id } = await sandbox.control.addThirdParty({
      firstName: 'Muster',
      lastName: 'Service Account',
      workEmail,
    });
    const links = [
      ...mailbox
        .messages()
        .at(-1)!
        .text.matchAll(/https?:\/\/\S+/g),
    ].map(([link]) => link);
    const link = (await connector.mailRules()).findInvitationLink(links)!;
    await postControl(sandbox, `/third-party/${id}/companies`, { names: ['Birch Row'] });
    sandbox.control.setPermissions(
      id,
      connector.capabilitiesOf('service_account').flatMap(({ permissions }) => permissions),
    );
    sandbox.control.addFault({ fault: 'passkey_prompt' });
    sandbox.control.clearJournal();

    await connector.readInvitation(context, link);
    await connector.acceptInvitation(context, link, { userName: workEmail, password: PASSWORD });
    const choice = { userName: workEmail, password: PASSWORD, companyId: sandbox.control.state().company.id };
    const newcomer = createAccount({ ...choice, authenticatorSecret: null });
    const signIn = await connector.startSignIn(context, newcomer);
    if (signIn.step.step !== 'enrollment_offered') throw new Error(`The site offered ${signIn.step.step}.`);
    await signIn.submitCode(signIn.step.secret, true);

    const account = createAccount({ ...choice, authenticatorSecret: signIn.step.secret });
    clock.advance(60_000);
    expect(await connector.listCompanies(context, account)).toHaveLength(2);
    const session = await connector.openRemoteSession(context, account);
    const { remoteCompanyId } = await session.readCompany();
    for (const { capability } of connector.capabilitiesOf('service_account'))
      expect(await session.probe(capability)).toBe('granted');
    expect(await session.countPeople!()).toMatchObject({ countedIn: 'directory' });
    const reading = session.readRoster({ timeZone: 'America/New_York', known: [] });
    let count = 0;
    for await (const item of reading.items) count += item.model === 'employee' ? 1 : 0;
    expect(count).toBeGreaterThan(5);
    expect(await connector.readPasswordExpiry(context, account)).toBeInstanceOf(Date);
    await connector.renewPassword(context, account, RENEWED);
    const findings = [];
    for await (const finding of connector.inspect(
      context,
      { ...account, password: RENEWED },
      { remoteCompanyId },
    ))
      findings.push(finding);
    // Columns are the report's own business; pages and their keys are all there.
    const lacking = findings.filter(({ kind, result }) => kind !== 'column' && result === 'missing');
    expect(lacking).toEqual([]);

    expectGoodManners(sandbox);
    const shapes = new Set(sandbox.control.journal().map(toRequestShape));
    expect(ALLOWED_WRITES.filter((shape) => !shapes.has(shape))).toEqual([]);
    expect(ALLOWED_READS.filter((shape) => !shapes.has(shape))).toEqual([]);
  },
);
