import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createApiDescription } from './api-description.ts';
import { createSourceWebhooks, type WebhookSigning } from './webhooks.ts';

const NOW = new Date('2026-11-20T15:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const BODY = Buffer.from(
  JSON.stringify({
    id: 'e1',
    event_type: 'member.profile.updated',
    company_id: 'c1',
    data: { member: { id: 'm' } },
  }),
);
const usual: WebhookSigning = {
  secret: 'whsec',
  algorithm: 'sha256',
  encoding: 'hex',
  signed: '{timestamp}.{body}',
};

function read(given: { signature?: string; timestamp?: string; body?: Buffer; signing?: WebhookSigning }) {
  const { timestamp = String(SECONDS), body = BODY, signing = usual } = given;
  const signature =
    given.signature ?? createHmac('sha256', 'whsec').update(`${timestamp}.`).update(body).digest('hex');
  return createSourceWebhooks(createApiDescription({}), signing).read({
    headers: {
      'x-justworks-webhook-signature': signature,
      'x-justworks-webhook-signature-timestamp': timestamp,
    },
    body,
    now: NOW,
  });
}

describe('read', () => {
  it('says whom an event is about', () => {
    expect(read({})).toEqual({ id: 'e1', type: 'member.profile.updated', remoteCompanyId: 'c1' });
  });

  it('takes types that nobody has met, and events that name no company', () => {
    const body = Buffer.from('{"id":"e2","event_type":"payroll.exploded"}');
    expect(read({ body })).toEqual({ id: 'e2', type: 'payroll.exploded', remoteCompanyId: null });
  });

  it.each([
    ['another signature', { signature: 'f'.repeat(64) }],
    ['none', { signature: '' }],
    ['half of one', { signature: createHmac('sha256', 'whsec').update('x').digest('hex').slice(0, 32) }],
    ['an old one', { timestamp: String(SECONDS - 301) }],
    ['one of the future', { timestamp: String(SECONDS + 301) }],
    ['no time', { timestamp: 'now' }],
  ])('refuses %s', (_name, given) => {
    expect(() => read(given)).toThrowError(expect.objectContaining({ kind: 'unauthenticated' }));
  });

  it('takes one of five minutes ago', () => {
    expect(read({ timestamp: String(SECONDS - 300) })).toMatchObject({ id: 'e1' });
  });

  it.each(['nothing', '[]', '{"id":"e1"}', '{"id":5,"event_type":"x"}'])('refuses the body %s', (text) => {
    expect(() => read({ body: Buffer.from(text) })).toThrowError(
      expect.objectContaining({ kind: 'invalid_input', message: 'The body is no event of the source.' }),
    );
  });

  it('signs as it is configured', () => {
    const signing = { ...usual, algorithm: 'sha512', encoding: 'base64', signed: '{body}' } as const;
    const signature = createHmac('sha512', 'whsec').update(BODY).digest('base64');
    expect(read({ signing, signature })).toMatchObject({ id: 'e1' });
    expect(() => read({ signing })).toThrowError(expect.objectContaining({ kind: 'unauthenticated' }));
  });
});
