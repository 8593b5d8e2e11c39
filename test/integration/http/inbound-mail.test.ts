import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import { createLocalPart } from '../../../src/linking/service-email.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectDocumented,
  expectProblem,
  type Answer,
  type Harness,
} from './harness.ts';

const SECRET = 'a-secret-of-the-mail-service-0123456789';
const DOMAIN = 'link.muster.test';
const URL_PATH = '/api/v1/inbound-mail';
const bearer = { authorization: `Bearer ${SECRET}` };

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness({
    MUSTER_INBOUND_MAIL_SECRET: SECRET,
    MUSTER_SMTP_MAX_MESSAGE_BYTES: '2000',
    MUSTER_MAIL_MAX_PER_ADDRESS_PER_DAY: '3',
  });
});
afterAll(() => harness[Symbol.asyncDispose]());

/** A linked account's address, open or closed. */
async function createAddress(acceptsMailUntil: string | null = null) {
  const { organizationId } = await createTenant(harness);
  const { linkedAccountId } = await createLinkedAccount(harness.context, organizationId, newId());
  const localPart = createLocalPart();
  await harness.context.db
    .insertInto('service_emails')
    .values({
      linked_account_id: linkedAccountId,
      local_part: localPart,
      created_at: new Date(),
      accepts_mail_until: acceptsMailUntil,
    })
    .execute();
  return { linkedAccountId, address: `${localPart}@${DOMAIN}` };
}

function post(
  payload: string | Buffer,
  options: { query?: string; type?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return harness.send({
    method: 'POST',
    url: `${URL_PATH}${options.query ?? ''}`,
    payload,
    headers: { 'content-type': options.type ?? 'message/rfc822', ...(options.headers ?? bearer) },
  });
}

const messagesOf = (linkedAccountId: string) =>
  harness.context.db
    .selectFrom('inbound_messages')
    .selectAll()
    .where('linked_account_id', '=', linkedAccountId)
    .execute();

const mail = (text: string): string => `From: <a@source.example>\r\nSubject: canary\r\n\r\n${text}\r\n`;

describe('a posted message', () => {
  it('is stored sealed before the answer, without an envelope, and once', async () => {
    const { linkedAccountId, address } = await createAddress();
    const query = `?recipient=${address}`;
    const kept = await post(mail('Hello'), { query });
    expectDocumented(kept, 'post', URL_PATH);
    expect(kept.json).toEqual({ result: 'kept' });
    const stored = await messagesOf(linkedAccountId);
    expect(stored).toMatchObject([{ state: 'received', remote_ip: null, helo: null, envelope_sender: null }]);
    expect(stored[0]!.sealed_message!.includes('canary')).toBe(false);
    expect((await post(mail('Hello'), { query })).json).toEqual({ result: 'duplicate' });
    expect(await messagesOf(linkedAccountId)).toHaveLength(1);
  });

  it.each(['message/rfc822', 'application/json', 'multipart/form-data', 'application/x-www-form-urlencoded'])(
    'is taken as %s',
    async (type) => {
      const { linkedAccountId, address } = await createAddress();
      const bodies: Record<string, string> = {
        'message/rfc822': `Delivered-To: ${address}\r\n${mail('x')}`,
        'application/json': JSON.stringify({
          recipient: address,
          raw: Buffer.from(mail('x')).toString('base64'),
        }),
        'multipart/form-data': [
          `--b\r\nContent-Disposition: form-data; name="envelope"\r\n\r\n{"to":["${address}"]}\r\n`,
          `--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n${mail('x')}\r\n--b--\r\n`,
        ].join(''),
        'application/x-www-form-urlencoded': new URLSearchParams({
          recipient: address,
          'body-mime': mail('x'),
        }).toString(),
      };
      const contentType = type === 'multipart/form-data' ? `${type}; boundary=b` : type;
      expect((await post(bodies[type]!, { type: contentType })).json).toEqual({ result: 'kept' });
      expect(await messagesOf(linkedAccountId)).toHaveLength(1);
    },
  );

  it('is refused alike for unknown, closed and foreign addresses, and without any', async () => {
    const closed = await createAddress('2020-01-01T00:00:00Z');
    const answers = await Promise.all(
      [`${createLocalPart()}@${DOMAIN}`, closed.address, `${createLocalPart()}@elsewhere.example`, ''].map(
        (address) => post(mail('x'), { query: `?to=${address}` }),
      ),
    );
    for (const answer of answers) expectProblem(answer, 404, 'recipient_unknown');
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await messagesOf(closed.linkedAccountId)).toEqual([]);
  });

  it('is refused when it is too large, as a message and as a body', async () => {
    const { linkedAccountId, address } = await createAddress();
    const query = `?to=${address}`;
    expectProblem(await post(mail('x'.repeat(2000)), { query }), 413, 'message_too_large');
    expectProblem(await post(mail('x'.repeat(80_000)), { query }), 413, 'body_too_large');
    expect(await messagesOf(linkedAccountId)).toEqual([]);
  });

  it('is refused, with a time to come back, when its address had its messages of the day', async () => {
    const { linkedAccountId, address } = await createAddress();
    const query = `?to=${address}`;
    for (const text of ['1', '2', '3']) expect((await post(mail(text), { query })).status).toBe(200);
    const refused = await post(mail('4'), { query });
    expectProblem(refused, 429, 'address_full');
    expect(refused.headers['retry-after']).toBe('3600');
    expect(await messagesOf(linkedAccountId)).toHaveLength(3);
  });

  it('is refused for more recipients than a message may have', async () => {
    const many = Array.from({ length: 6 }, () => `${createLocalPart()}@${DOMAIN}`).join(',');
    expectProblem(await post(mail('x'), { query: `?to=${many}` }), 400, 'too_many_recipients');
  });

  it('is refused in a form that can not be read, or of another type', async () => {
    const { address } = await createAddress();
    const query = `?to=${address}`;
    expectProblem(
      await post('--b\r\n', { query, type: 'multipart/form-data; boundary=b' }),
      400,
      'form_malformed',
    );
    expectProblem(await post('{}', { query, type: 'application/json' }), 400, 'form_malformed');
    expectProblem(
      await post('x=1', { query, type: 'application/x-www-form-urlencoded' }),
      400,
      'message_missing',
    );
    expectProblem(await post('x', { query, type: 'text/plain' }), 415, 'media_type_unsupported');
  });
});

describe('the secret of the hook', () => {
  const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });

  it('is taken as Bearer token, or as password with any user name', async () => {
    const { address } = await createAddress();
    const query = `?to=${address}`;
    for (const [text, headers] of [
      ['1', bearer],
      ['2', basic(`muster:${SECRET}`)],
      ['3', basic(`:${SECRET}`)],
    ] as const) {
      expect((await post(mail(text), { query, headers })).json).toEqual({ result: 'kept' });
    }
  });

  it.each([
    ['nothing', {}],
    ['another one', { authorization: `Bearer ${SECRET}x` }],
    ['a part of it', { authorization: `Bearer ${SECRET.slice(0, -1)}` }],
    ['it as user name', basic(`${SECRET}:x`)],
    ['it without a pair', basic(SECRET)],
    ['it under another scheme', { authorization: `Digest ${SECRET}` }],
  ])('is not %s', async (_name, headers) => {
    const { address, linkedAccountId } = await createAddress();
    const answer = await post(mail('x'), {
      query: `?to=${address}`,
      headers: headers,
    });
    expectProblem(answer, 401, 'inbound_mail_secret_wrong');
    expect(await messagesOf(linkedAccountId)).toEqual([]);
  });

  it('is no API key, and an API key is not the secret', async () => {
    const { headers } = await createTenant(harness);
    const answer = await post(mail('x'), { headers: { authorization: headers.authorization } });
    expectProblem(answer, 401, 'inbound_mail_secret_wrong');
    expectProblem(await harness.get('/api/v1/issues', bearer), 401, 'api_key_invalid');
  });

  it('must be set, or there is no hook', async () => {
    await using off = await createHarness();
    const answer = await off.send({
      method: 'POST',
      url: URL_PATH,
      payload: mail('x'),
      headers: { 'content-type': 'message/rfc822', ...bearer },
    });
    expectProblem(answer, 404, 'inbound_mail_off');
  });

  it('and the message stay out of the log', () => {
    const lines = JSON.stringify(harness.logLines);
    expect(lines).toContain('message_received_by_hook');
    for (const text of [SECRET, 'canary', DOMAIN]) expect(lines).not.toContain(text);
  });
});

it('takes other bodies nowhere else', async () => {
  const { headers } = await createTenant(harness);
  const answer = await harness.send({
    method: 'POST',
    url: '/hris/v1/link-token',
    payload: mail('x'),
    headers: { ...headers, 'content-type': 'message/rfc822' },
  });
  expectProblem(answer, 415, 'media_type_unsupported');
});
