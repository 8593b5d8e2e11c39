import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectAccount } from '../../src/accounts/index.ts';
import { OF_THE_ROSTER } from '../support/open-issues.ts';
import { startCommand } from '../support/command.ts';
import {
  finishLink,
  inviteServiceAccount,
  linkEmployer,
  listAll,
  startLink,
  startWholeService,
  syncNow,
  type WholeService,
} from '../support/whole-service.ts';

/** `muster ARGUMENTS` beside the running service, on its database. */
async function muster(service: WholeService, ...args: string[]) {
  const command = startCommand(args, service.environment);
  const exitCode = await command.ended;
  return { exitCode, stdout: command.stdout(), stderr: command.stderr() };
}

const issuesOf = async (service: WholeService) =>
  (
    await service.api<{ results: { code: string; status: string; error_details: string[] }[] }>(
      'GET',
      '/api/v1/issues',
    )
  ).body.results;

describe('an invitation in a form that nobody knew', () => {
  it('is held for a person, approved once, and the link goes on in the processes that run', async () => {
    await using service = await startWholeService({
      environment: { MUSTER_OVERRIDES_BY_API: 'true' },
      unknownInvitationOrigin: true,
    });
    const modal = await startLink(service);
    const thirdPartyId = await inviteServiceAccount(service, modal);
    await service.drain();
    expect((await modal.view()).state).toBe('awaiting_invitation');
    expect(await issuesOf(service)).toMatchObject([{ code: 'invitation_mail_held', status: 'ONGOING' }]);

    const listed = await muster(service, 'justworks', 'override', 'list');
    expect(listed.exitCode).toBe(0);
    const [, id] = /\t([0-9a-f-]{36})\t\S+\tlink_refused\t127\.0\.0\.1/.exec(listed.stdout)!;
    const shown = await muster(service, 'justworks', 'override', 'show', id!);
    expect(shown.stdout).toContain(`link\tunknown\t${service.sandbox.url}/invitations/*`);
    expect(shown.stdout).toMatch(/^header_names\t.*dkim-signature/m);
    const { service_account } = await modal.view();
    for (const text of [service_account.email, 'Larkspur', 'Juniper'])
      expect(listed.stdout + shown.stdout).not.toContain(text);

    const answer = await service.api('POST', '/api/v1/connector-overrides', {
      body: {
        integration: 'justworks',
        patch: { invitationLinkOrigins: [service.sandbox.url] },
        reason: 'the sandbox',
      },
    });
    expect(answer.status).toBe(201);
    const employer = await finishLink(service, modal, thirdPartyId);
    expect((await listAll(service, employer, 'employees')).length).toBeGreaterThan(5);
    const after = await muster(service, 'justworks', 'override', 'list');
    expect(after.stdout).toContain('No held messages.');
    expect(after.stdout).toContain('API key scenario');
  }, 60_000);

  it('can be discarded by the operator', async () => {
    await using service = await startWholeService({ unknownInvitationOrigin: true });
    const modal = await startLink(service);
    await inviteServiceAccount(service, modal);
    await service.drain();
    const { stdout } = await muster(service, 'justworks', 'override', 'list');
    const id = /[0-9a-f-]{36}/.exec(stdout)![0];
    expect(await muster(service, 'justworks', 'override', 'discard', id)).toMatchObject({ exitCode: 0 });
    expect(await issuesOf(service)).toMatchObject([{ code: 'invitation_mail_held', status: 'RESOLVED' }]);
    const again = await muster(service, 'justworks', 'override', 'discard', id);
    expect(again).toMatchObject({ exitCode: 1 });
    expect(again.stderr).toMatch(/^No held message/);
  }, 60_000);
});

describe('a required column under another name', () => {
  it('fails the sync with the headers that are there, and is read as soon as it is approved', async () => {
    await using service = await startWholeService();
    const employer = await linkEmployer(service);
    const before = await listAll(service, employer, 'employees');
    service.sandbox.control.addFault({ fault: 'renamed_column', from: 'Work Email', to: 'Company Mailbox' });
    await syncNow(service, employer);
    const [issue] = (await issuesOf(service)).filter(({ code }) => code === 'report_column_missing');
    expect(issue).toMatchObject({ status: 'ONGOING' });
    expect(issue!.error_details.join()).toContain('Company Mailbox');

    const column = ['--column', 'employee_census.work_email=Company Mailbox'];
    const approved = await muster(
      service,
      'justworks',
      'override',
      'approve',
      ...column,
      '--reason',
      'renamed',
    );
    expect(approved).toMatchObject({ exitCode: 0 });
    expect(approved.stdout).toMatch(/^reason\trenamed$/m);
    await muster(
      service,
      'justworks',
      'override',
      'approve',
      '--column',
      'work_history.work_email=Company Mailbox',
    );
    await syncNow(service, employer);
    const open = (await issuesOf(service)).filter(({ status }) => status === 'ONGOING');
    expect(open.filter(({ code }) => code !== OF_THE_ROSTER)).toEqual([]);
    expect((await listAll(service, employer, 'employees')).map(({ id }) => id)).toEqual(
      before.map(({ id }) => id),
    );
    const taken = await muster(
      service,
      'justworks',
      'override',
      'approve',
      '--column',
      'employee_census.work_email=Email',
    );
    expect(taken).toMatchObject({ exitCode: 1 });
  }, 60_000);
});

describe('muster justworks inspect', () => {
  it('tells what fits, what is missing and what is unknown, and no value', async () => {
    await using service = await startWholeService();
    const employer = await linkEmployer(service);
    const signIns = () =>
      service.sandbox.control.journal().filter(({ method, path }) => `${method} ${path}` === 'POST /login');
    const before = signIns().length;
    service.sandbox.control.addFault({
      fault: 'renamed_column',
      from: 'Ethnicity',
      to: 'Heritage',
      path: '/report-files/employee_census',
    });
    const inspected = await muster(service, 'justworks', 'inspect', '--account', employer.linkedAccountId);
    expect(inspected.stderr).toBe('');
    expect(inspected.exitCode).toBe(0);
    expect(signIns().length - before).toBeLessThanOrEqual(1);
    for (const line of [
      /^matched\tdashboard\tselector\tcurrentCompany$/m,
      /^matched\toffices\tselector\toffices$/m,
      /^matched\temployee_census form\tselector\tform_authenticity_token$/m,
      /^matched\temployee_census\treport\trows\t\d+$/m,
      /^matched\temployee_census\tcolumn\twork_email\t\d+$/m,
      /^missing\temployee_census\tcolumn\tethnicity$/m,
      /^unknown\temployee_census\tcolumn\tHeritage$/m,
      /^matched\troster\tword\tgender\t\d+$/m,
    ])
      expect(inspected.stdout).toMatch(line);
    for (const member of service.sandbox.control.state().members) {
      for (const text of [member.workEmail, member.personalEmail, member.lastName]) {
        if (text) expect(inspected.stdout).not.toContain(text);
      }
    }
    const writes = service.sandbox.control
      .journal()
      .filter(({ method }) => method !== 'GET')
      .map((entry) => entry.path.replace(/(\/invitations)\/.*/, '$1'));
    expect(new Set(writes)).toEqual(new Set(['/invitations', '/login', '/tfa', '/reports/request']));
  }, 60_000);

  it('goes on where a page is refused, and stops at another company', async () => {
    await using service = await startWholeService();
    const employer = await linkEmployer(service);
    await service.admin.grantPermissions(employer.thirdPartyId, ['Edit company settings']);
    const findings: string[] = [];
    for await (const { result, place, kind, name } of inspectAccount(
      service.context,
      employer.linkedAccountId,
    ))
      findings.push([result, place, kind, name].join(' '));
    expect(findings).toContain('matched offices page opened');
    expect(findings).toContain('missing work_history form page permission_missing');
    service.sandbox.control.addFault({ fault: 'other_company', name: 'Elsewhere' });
    const other = inspectAccount(service.context, employer.linkedAccountId);
    await expect(other.next()).rejects.toMatchObject({ code: 'wrong_company' });
    // Each look used the employer's access, and the partner can see that.
    const trail = await service.api<{ results: unknown[] }>(
      'GET',
      '/api/v1/audit-trail?event_type=END_USER_CREDENTIALS_ACCESSED',
    );
    expect(trail.body.results).toMatchObject([
      { linked_account_id: employer.linkedAccountId, actor: { kind: 'command_line' } },
      { linked_account_id: employer.linkedAccountId, actor: { kind: 'command_line' } },
    ]);
  }, 60_000);
});

describe('muster mail import', () => {
  it('takes a message from a file or standard input, and says what became of it by text and exit code', async () => {
    await using service = await startWholeService({
      environment: { MUSTER_SMTP_MAX_MESSAGE_BYTES: '2000', MUSTER_MAIL_MAX_PER_ADDRESS_PER_DAY: '2' },
    });
    const modal = await startLink(service);
    const { email } = (await modal.consent()).service_account;
    const folder = await mkdtemp(path.join(tmpdir(), 'muster-mail-'));
    const write = async (name: string, text: string) => {
      await writeFile(path.join(folder, name), `From: <a@b.example>\r\nSubject: x\r\n\r\n${text}\r\n`);
      return path.join(folder, name);
    };
    const run = (file: string, to = email) => muster(service, 'mail', 'import', file, '--to', to);
    const first = await write('1.eml', 'one');
    expect(await run(first)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^kept/) as string });
    expect(await run(first)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^duplicate/) as string,
    });
    expect(await run(first, 'nobody@link.partner.example')).toMatchObject({ exitCode: 2 });
    expect(await run(await write('2.eml', 'x'.repeat(3000)))).toMatchObject({ exitCode: 3 });

    const piped = spawn(process.execPath, ['src/main.ts', 'mail', 'import', '-', '--to', email], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...service.environment },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    piped.stdin.end('From: <a@b.example>\r\n\r\ntwo\r\n');
    expect((await once(piped, 'close'))[0]).toBe(0);

    expect(await run(await write('3.eml', 'three'))).toMatchObject({ exitCode: 4 });
    expect(await run(path.join(folder, 'missing.eml'))).toMatchObject({ exitCode: 1 });
    const stored = await service.context.db.selectFrom('inbound_messages').select('remote_ip').execute();
    expect(stored).toEqual([{ remote_ip: null }, { remote_ip: null }]);
    await rm(folder, { recursive: true });
  }, 90_000);
});
