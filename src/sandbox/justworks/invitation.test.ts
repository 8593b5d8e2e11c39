import { Resolver } from 'node:dns/promises';
import { authenticate } from 'mailauth';
import { expect, test } from 'vitest';
import { startDnsServer } from './index.ts';
import { hydration, SiteClient } from './test-support/site-client.ts';
import {
  codeAt,
  PASSWORD,
  startTestSandbox,
  submitCode,
  type TestSandbox,
} from './test-support/test-sandbox.ts';

const THIRD_PARTY_FORM = {
  memberType: '3rd Party Admin / Accountant',
  adminAccess: 'Yes',
  firstName: 'Muster',
  lastName: 'Service Account',
  title: 'Service Account',
  manager: '',
  department: 'No Department',
  office: 'Remote (work from home)',
  startDate: '2026-03-10',
  workEmail: 'link-7f3a@inbound.example',
  sendInvitationTo: 'Work Email',
  sendInvitation: 'Now',
};
const DAY_MS = 86_400_000;

async function inviteByForm(
  site: TestSandbox,
  changes: Partial<typeof THIRD_PARTY_FORM> = {},
): Promise<string> {
  const body = new URLSearchParams({ ...THIRD_PARTY_FORM, ...changes });
  const url = `${site.sandbox.url}/admin/third-party`;
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  expect(answer.status).toBe(303);
  return answer.headers.get('location')!;
}

function invitationPath({ sandbox, mailbox }: TestSandbox): string {
  const [path] = new RegExp('/invitations/[\\w-]+').exec(mailbox.messages().at(-1)!.text)!;
  expect(mailbox.messages().at(-1)!.html).toContain(`<a href="${sandbox.url}${path}">`);
  return path;
}

function acceptance(changes: Record<string, string> = {}): Record<string, string> {
  return {
    username: 'robot',
    password: PASSWORD,
    password_confirmation: PASSWORD,
    has_existing_account: 'no',
    ...changes,
  };
}

test.each([undefined, 'mail.longer-sender-domain.example'])(
  'signs the invitation mail (%s)',
  async (senderDomain) => {
    await using site = await startTestSandbox({ senderDomain });
    await using dns = await startDnsServer(site.sandbox.dkimRecords);
    await inviteByForm(site);
    const domain = senderDomain ?? 'justworks.com';
    const message = site.mailbox.messages()[0]!;
    expect(message).toMatchObject({
      subject: 'You have been invited to Juniper & Vale Goods on Justworks',
      from: `no-reply@${domain}`,
      to: ['link-7f3a@inbound.example'],
    });

    const resolver = new Resolver();
    resolver.setServers([dns.address]);
    const verdict = await authenticate(message.raw, {
      ip: '127.0.0.1',
      helo: `mail.${domain}`,
      sender: `no-reply@${domain}`,
      resolver: (name, type) => resolver.resolve(name, type) as Promise<string[][]>,
    });
    expect(verdict.dkim.results.map(({ status, signingDomain }) => [status.result, signingDomain])).toEqual([
      ['pass', domain],
    ]);
    expect(verdict.spf && verdict.spf.status.result).toBe('pass');
    expect(verdict.dmarc && verdict.dmarc.status.result).toBe('pass');

    const forged = message.raw.toString('latin1').replace('set your password', 'set your passwort');
    const forgedVerdict = await authenticate(forged, {
      ip: '127.0.0.1',
      sender: `no-reply@${domain}`,
      resolver: (name, type) => resolver.resolve(name, type) as Promise<string[][]>,
    });
    expect(forgedVerdict.dkim.results[0]!.status.result).not.toBe('pass');
    await expect(resolver.resolveTxt('nothing.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  },
);

test('an accepted invitation leads through enrolment to the dashboard', async () => {
  await using site = await startTestSandbox();
  const { client, clock } = site;
  await inviteByForm(site);
  const path = invitationPath(site);
  expect(hydration(await client.get(path), 'invitation')).toEqual({
    status: 'open',
    company_name: 'Juniper & Vale Goods',
    email: 'link-7f3a@inbound.example',
    fields: [
      { name: 'has_existing_account', required: true },
      { name: 'username', required: false },
      { name: 'password', required: true },
      { name: 'password_confirmation', required: true },
      { name: 'personal_email', required: false },
    ],
  });
  expect((await client.post(path, acceptance(), path)).location).toBe('/tfa');
  const { key } = hydration(await client.get('/tfa'), 'tfaInfo') as { key: string };
  expect((await submitCode(client, codeAt(clock.now(), key), key)).location).toBe('/dashboard');
  expect((await client.get('/settings/company')).status).toBe(403);

  const used = await client.get(path);
  expect([used.status, hydration(used, 'invitation')]).toMatchObject([200, { status: 'accepted' }]);
  const again = await client.post(path, acceptance({ username: 'other' }), path);
  expect([again.status, hydration(again, 'invitation')]).toMatchObject([409, { status: 'accepted' }]);
});

test('refuses short, unequal and doubled choices and stays open', async () => {
  await using site = await startTestSandbox();
  const { client, sandbox } = site;
  sandbox.control.addSignIn({ userName: 'taken', password: PASSWORD });
  await inviteByForm(site);
  const path = invitationPath(site);
  const wrong = [
    { password: 'fourteen chars', password_confirmation: 'fourteen chars' },
    { password_confirmation: `${PASSWORD}!` },
    { username: 'TAKEN' },
    { username: ' ' },
    { has_existing_account: 'yes' },
  ];
  for (const changes of wrong) {
    const answer = await client.post(path, acceptance(changes), path);
    expect([answer.status, answer.body.includes('class="error"')], JSON.stringify(changes)).toEqual([
      422,
      true,
    ]);
  }
  expect(hydration(await client.get(path), 'invitation')).toMatchObject({ status: 'open' });
});

test('an invitation ends after seven days, by a newer one and with its third party', async () => {
  await using site = await startTestSandbox();
  const { client, clock, sandbox } = site;
  const page = await inviteByForm(site);
  const first = invitationPath(site);
  await fetch(`${sandbox.url}${page}/invite`, { method: 'POST' });
  const second = invitationPath(site);
  const superseded = await client.get(first);
  expect([superseded.status, hydration(superseded, 'invitation')]).toEqual([410, { status: 'expired' }]);
  clock.advance(7 * DAY_MS - 1);
  expect((await client.get(second)).status).toBe(200);
  clock.advance(1);
  expect((await client.get(second)).status).toBe(410);
  expect((await client.post(second, acceptance(), second)).status).toBe(410);
  expect((await client.get('/invitations/unknown')).status).toBe(404);

  await fetch(`${sandbox.url}${page}/invite`, { method: 'POST' });
  await fetch(`${sandbox.url}${page}/remove`, { method: 'POST' });
  expect((await client.get(invitationPath(site))).status).toBe(410);
});

test('"Later" sends nothing until asked, and permissions are ticked afterwards', async () => {
  await using site = await startTestSandbox();
  const { mailbox, sandbox } = site;
  const admin = new SiteClient(sandbox.url);
  const page = await inviteByForm(site, { sendInvitation: 'Later' });
  expect(mailbox.messages()).toHaveLength(0);
  expect((await admin.get(page)).body).not.toContain('type="checkbox"');
  await fetch(`${sandbox.url}${page}/invite`, { method: 'POST' });
  expect(mailbox.messages()).toHaveLength(1);
  expect((await admin.get(page)).body).toContain('value="Upload &amp; view all documents"');

  const grant = async (...permissions: string[]) => {
    const body = new URLSearchParams(permissions.map((permission) => ['permission', permission]));
    await fetch(`${sandbox.url}${page}/permissions`, { method: 'POST', body });
    return sandbox.control.state().thirdParties[0]!.permissions;
  };
  expect(await grant('Manage employees', 'Edit company settings')).toEqual([
    'Manage employees',
    'Edit company settings',
  ]);
  expect(await grant('Manage employees')).toEqual(['Manage employees']);
  expect(await grant()).toEqual([]);
});

test('says so when the mail is not taken', async () => {
  await using site = await startTestSandbox();
  await site.mailbox.close();
  const body = new URLSearchParams(THIRD_PARTY_FORM);
  const answer = await fetch(`${site.sandbox.url}/admin/third-party`, { method: 'POST', body });
  expect(answer.status).toBe(502);
  expect(site.sandbox.control.state().thirdParties[0]).toMatchObject({ invitation: 'not_sent' });
});
