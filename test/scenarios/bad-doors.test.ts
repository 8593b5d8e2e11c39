import net from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { request } from 'undici';
import { createApiKey, createOrganization } from '../../src/auth/index.ts';
import {
  linkEmployer,
  listAll,
  startLink,
  startWholeService,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

let service: WholeService;
let employer: LinkedEmployer;
let strangerKey: string;

beforeAll(async () => {
  service = await startWholeService();
  employer = await linkEmployer(service);
  const { id } = await createOrganization(service.context.db, { name: 'Somebody else', allowedOrigins: [] });
  strangerKey = (
    await createApiKey(service.context.db, { organizationId: id, name: 'k', environment: 'test' })
  ).key;
});
afterAll(() => service[Symbol.asyncDispose]());

interface ProblemBody {
  detail: string;
  errors: { problem_type: string; source?: { pointer: string } }[];
}

it("shows nothing of an account to another organization, though it holds the account's token", async () => {
  const [employee] = await listAll(service, employer, 'employees');
  const options = { apiKey: strangerKey, accountToken: employer.accountToken };
  for (const path of [
    'employees',
    `employees/${String(employee!['id'])}`,
    'companies',
    'sync-status',
    'account-details',
  ]) {
    const { status, body } = await service.api<ProblemBody>('GET', `/api/hris/v1/${path}`, options);
    expect([401, 404]).toContain(status);
    expect(JSON.stringify(body)).not.toContain(employer.linkedAccountId);
  }
  const { body } = await service.api<{ results: unknown[] }>('GET', '/api/hris/v1/linked-accounts', {
    apiKey: strangerKey,
  });
  expect(body.results).toEqual([]);
});

it('refuses a call without a key, with a mistyped key and with a truncated body, in one error shape', async () => {
  const noKey = await service.api<ProblemBody>('GET', '/api/hris/v1/employees', { apiKey: null });
  expect(noKey.status).toBe(401);
  const mistyped = await service.api<ProblemBody>('GET', '/api/hris/v1/employees', {
    apiKey: `${service.apiKey.slice(0, -1)}?`,
  });
  expect(mistyped.status).toBe(401);
  const cut = await request(`${service.apiUrl}/api/hris/v1/link-token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.apiKey}`, 'content-type': 'application/json' },
    body: '{"end_user_origin_id": "x',
  });
  expect(cut.statusCode).toBe(400);
  for (const body of [noKey.body, mistyped.body, (await cut.body.json()) as ProblemBody]) {
    expect(typeof body.detail).toBe('string');
    expect(typeof body.errors[0]!.problem_type).toBe('string');
  }
});

it('names the field with a bad value and takes no notice of unknown ones', async () => {
  const bad = await service.api<ProblemBody>('POST', '/api/hris/v1/link-token', {
    body: {
      end_user_origin_id: 'e',
      end_user_organization_name: 'E',
      end_user_email_address: 'e@e.example',
      categories: ['hris'],
      link_expiry_mins: 'soon',
    },
  });
  expect(bad.status).toBe(400);
  expect(bad.body.errors[0]!.source!.pointer).toMatch(/link_expiry_mins/);
  const unknown = await service.api('POST', '/api/hris/v1/link-token', {
    body: {
      end_user_origin_id: 'e',
      end_user_organization_name: 'E',
      end_user_email_address: 'e@e.example',
      categories: ['hris'],
      favourite_colour: 'green',
    },
  });
  expect(unknown.status).toBe(200);
});

it('refuses a forged link token and one that has expired', async () => {
  const modal = await startLink(service, 'employer-expiring');
  await modal.view();
  service.clock.advance(31 * 60_000);
  await expect(modal.view()).rejects.toThrowError(/401/);
  const forged = await request(`${service.apiUrl}/link/api/session`, {
    headers: { authorization: 'Bearer e30.e30.e30' },
  });
  expect(forged.statusCode).toBe(401);
  await forged.body.dump();
});

/** Speaks SMTP line by line and returns the answers. */
async function smtp(port: number, lines: string[]): Promise<string[]> {
  const socket = net.connect(port, '127.0.0.1');
  const answers: string[] = [];
  let buffer = '';
  await new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString();
      const last = buffer.trimEnd().split('\r\n').at(-1)!;
      if (!buffer.endsWith('\r\n') || !/^\d{3} /.test(last)) return;
      answers.push(last);
      buffer = '';
      const next = lines.shift();
      if (next === undefined) socket.end();
      else socket.write(`${next}\r\n`);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
  return answers;
}

it('refuses mail to nobody before any message is sent, with 550', async () => {
  const answers = await smtp(service.smtpPort, [
    'EHLO sender.example',
    'MAIL FROM:<no-reply@justworks.com>',
    'RCPT TO:<nobody@link.partner.example>',
    'QUIT',
  ]);
  expect(answers[3]).toMatch(/^550 /);
});

it('takes mail without an invitation, does nothing with it, and keeps nothing of it', async () => {
  const modal = await startLink(service, 'employer-2');
  const { email } = (await modal.consent()).service_account;
  const answers = await smtp(service.smtpPort, [
    'EHLO sender.example',
    'MAIL FROM:<somebody@elsewhere.example>',
    `RCPT TO:<${email}>`,
    'DATA',
    'Subject: hello\r\nFrom: somebody@elsewhere.example\r\n\r\nhttps://secure.justworks.com.evil.example/invitations/x\r\n.',
    'QUIT',
  ]);
  expect(answers[5]).toMatch(/^250 /);
  await service.drain();
  expect((await modal.view()).state).toBe('awaiting_invitation');
  const message = await service.context.db
    .selectFrom('inbound_messages')
    .select(['state', 'reason', 'sealed_message'])
    .orderBy('received_at', 'desc')
    .executeTakeFirstOrThrow();
  expect(message).toMatchObject({ state: 'discarded', sealed_message: null });
});
