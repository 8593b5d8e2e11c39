import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { newId } from '../lib/ids.ts';
import { createLinkToken, readLinkToken } from './link-tokens.ts';

const key = new Uint8Array(32).fill(7);
const now = new Date('2026-11-22T05:00:00Z');
const clock = { now: () => now };
const later = { now: () => new Date('2026-11-22T05:30:00Z') };
const expiresAt = later.now();
const session = { organizationId: newId(), linkSessionId: newId() };

describe('a link token', () => {
  test('names its session and its organization', async () => {
    expect(await readLinkToken(key, await createLinkToken(key, session, expiresAt, clock), clock)).toEqual(
      session,
    );
  });

  test('is another one each time', async () => {
    const [first, second] = [
      await createLinkToken(key, session, expiresAt, clock),
      await createLinkToken(key, session, expiresAt, clock),
    ];
    expect(first).not.toBe(second);
  });

  test('ends', async () => {
    const token = await createLinkToken(key, session, expiresAt, clock);
    await expect(readLinkToken(key, token, later)).rejects.toMatchObject({
      kind: 'unauthenticated',
      code: 'link_token_expired',
    });
  });

  const claims = () =>
    new SignJWT({ organization_id: session.organizationId }).setSubject(session.linkSessionId).setJti('1');
  const signed = (jwt: SignJWT, withKey = key) => jwt.setExpirationTime(expiresAt).sign(withKey);
  const header = { alg: 'HS256' };
  test.each<[string, () => Promise<string> | string]>([
    ['junk', () => 'junk'],
    ['empty', () => ''],
    ['signed with another key', () => createLinkToken(new Uint8Array(32), session, expiresAt, clock)],
    [
      'for another audience',
      () => signed(claims().setProtectedHeader(header).setIssuer('muster').setAudience('api')),
    ],
    [
      'of another issuer',
      () => signed(claims().setProtectedHeader(header).setIssuer('x').setAudience('muster:link')),
    ],
    [
      'without an id of its own',
      () =>
        signed(
          new SignJWT({ organization_id: session.organizationId })
            .setProtectedHeader(header)
            .setSubject(session.linkSessionId)
            .setIssuer('muster')
            .setAudience('muster:link'),
        ),
    ],
    [
      'that names no session',
      () =>
        signed(
          claims()
            .setSubject('1; drop table')
            .setProtectedHeader(header)
            .setIssuer('muster')
            .setAudience('muster:link'),
        ),
    ],
    [
      'that never ends',
      () => claims().setProtectedHeader(header).setIssuer('muster').setAudience('muster:link').sign(key),
    ],
    [
      'without a signature',
      async () => {
        const [, body] = (await createLinkToken(key, session, expiresAt, clock)).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
      },
    ],
  ])('%s is refused', async (_name, make) => {
    await expect(readLinkToken(key, await make(), clock)).rejects.toMatchObject({
      kind: 'unauthenticated',
      code: 'link_token_invalid',
    });
  });
});
