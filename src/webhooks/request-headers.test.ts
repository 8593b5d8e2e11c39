import { expect, it } from 'vitest';
import { toRequestHeaders } from './request-headers.ts';
import { createWebhookSecret, toSigningSecret } from './signature.ts';

const delivery = { eventId: 'e1', body: Buffer.from('{}'), format: 'standard' as const };
const at = new Date('2026-11-22T04:00:00.900Z');

it('a header that lies stored can override none of ours', () => {
  const forged = {
    'accept-encoding': 'gzip',
    'content-type': 'text/html',
    'webhook-id': 'forged',
    'webhook-timestamp': '1',
    'webhook-signature': 'v1,forged',
    'x-merge-webhook-signature': 'forged',
    'x-own': '1',
  };
  const secrets = [toSigningSecret(createWebhookSecret())] as const;
  const ours = toRequestHeaders({ ...delivery, format: 'merge' }, { secrets, headers: {} }, at);
  expect(Object.keys(ours).sort()).toEqual(
    Object.keys(forged)
      .filter((name) => name !== 'x-own')
      .sort(),
  );
  expect(toRequestHeaders({ ...delivery, format: 'merge' }, { secrets, headers: forged }, at)).toEqual({
    ...ours,
    'x-own': '1',
  });
});

it('names the second of the attempt, and signs as many times as there are secrets', () => {
  const secrets = [toSigningSecret(createWebhookSecret()), toSigningSecret(createWebhookSecret())] as const;
  const headers = toRequestHeaders(delivery, { secrets, headers: {} }, at);
  expect(headers['webhook-timestamp']).toBe('1795320000');
  expect(headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
  expect(headers).not.toHaveProperty('x-merge-webhook-signature');
});
