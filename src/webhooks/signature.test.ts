import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createWebhookSecret, signMergeBody, signWebhook, toSigningSecret } from './signature.ts';

describe('signWebhook', () => {
  it('gives the published known answer', () => {
    expect(
      signWebhook({
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        timestampSeconds: 1614265330,
        body: '{"test": 2432232314}',
        secrets: [toSigningSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')],
      }),
    ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is accepted by the published library for any body, and for no other', () => {
    const secret = createWebhookSecret();
    const webhook = new Webhook(secret);
    for (const body of ['{}', '{"name":"Zoë 🦉","n":1.10}', `{"x":"${'y'.repeat(20_000)}"}`]) {
      const timestampSeconds = Math.floor(Date.now() / 1000);
      const headers = {
        'webhook-id': 'e1',
        'webhook-timestamp': String(timestampSeconds),
        'webhook-signature': signWebhook({
          id: 'e1',
          timestampSeconds,
          body,
          secrets: [toSigningSecret(secret)],
        }),
      };
      expect(webhook.verify(body, headers)).toEqual(JSON.parse(body));
      expect(() => webhook.verify(`${body} `, headers)).toThrow('No matching signature');
      expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'e2' })).toThrow('No matching signature');
    }
  });

  it('signs with every secret during a rotation', () => {
    const [old, fresh] = [createWebhookSecret(), createWebhookSecret()];
    const timestampSeconds = Math.floor(Date.now() / 1000);
    const headers = {
      'webhook-id': 'e1',
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': signWebhook({
        id: 'e1',
        timestampSeconds,
        body: '{"a":1}',
        secrets: [toSigningSecret(fresh), toSigningSecret(old)],
      }),
    };
    expect(new Webhook(old).verify('{"a":1}', headers)).toEqual({ a: 1 });
    expect(new Webhook(fresh).verify('{"a":1}', headers)).toEqual({ a: 1 });
    expect(() => new Webhook(createWebhookSecret()).verify('{"a":1}', headers)).toThrow(
      'No matching signature',
    );
  });

  it.each(['', 'whsec_', 'whsec_c2hvcnQ=', 'c2VjcmV0LXdpdGhvdXQtYS1wcmVmaXgtYnV0LWxvbmc='])(
    'refuses the malformed secret %j',
    (secret) => {
      expect(() =>
        signWebhook({ id: 'e1', timestampSeconds: 1, body: '{}', secrets: [toSigningSecret(secret)] }),
      ).toThrow('whsec_');
    },
  );
});

describe('signMergeBody', () => {
  it('gives what another implementation of padded base64url HMAC-SHA256 gives, keyed by the text', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(signMergeBody('{"n":2}', secret)).toBe('1xTn59hKYrnk5ONbZqFTaU4S4q1oo7QuXYc_xzQ9-_w=');
    expect(signMergeBody(Buffer.from('{"n":2}'), secret)).toBe(
      '1xTn59hKYrnk5ONbZqFTaU4S4q1oo7QuXYc_xzQ9-_w=',
    );
  });
});

describe('createWebhookSecret', () => {
  it('gives whsec_ and 32 random bytes', () => {
    const secrets = new Set(Array.from({ length: 50 }, createWebhookSecret));
    expect(secrets.size).toBe(50);
    for (const secret of secrets) {
      expect(secret).toMatch(/^whsec_/);
      expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
    }
  });
});
