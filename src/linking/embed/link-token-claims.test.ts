import { expect, it } from 'vitest';
import { readOrganizationId } from './link-token-claims.ts';

function token(payload: unknown): string {
  return `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.sig`;
}

it('reads the organization from the payload', () => {
  expect(readOrganizationId(token({ organization_id: '0198-org', name: 'Möbel & Söhne ???' }))).toBe(
    '0198-org',
  );
});

it.each([
  ['no claim', token({})],
  ['a claim that is no text', token({ organization_id: 7 })],
  ['a payload of null', token(null)],
  ['no token', 'junk'],
  ['no JSON', 'a.!!!.c'],
  ['nothing', ''],
])('finds none in %s', (_what, text) => {
  expect(readOrganizationId(text)).toBeNull();
});
