import { describe, expect, it } from 'vitest';
import { createApiDescription } from './api-description.ts';

describe('createApiDescription', () => {
  it('knows the documented hosts', () => {
    const { apiOrigin, authorizeOrigin } = createApiDescription({});
    expect([apiOrigin, authorizeOrigin]).toEqual([
      'https://public-api.justworks.com',
      'https://payroll.justworks.com',
    ]);
  });

  it('takes corrections key by key', () => {
    const corrected = createApiDescription({ paths: { members: '/v2/members' }, pageSize: 50 });
    expect(corrected.paths).toMatchObject({ members: '/v2/members', company: '/v1/company' });
    expect(corrected.pageSize).toBe(50);
  });

  it.each([
    [{ paths: { member: '/v1/x' } }, '/paths/member'],
    [{ fields: { member: { workId: '' } } }, '/fields/member/workId'],
    [{ pageSize: 1000 }, '/pageSize'],
    [{ paths: { paystub: '/v1/paystubs' } }, '/paths/paystub'],
    [{ apiOrigin: 'public-api.justworks.com' }, '/apiOrigin'],
  ])('refuses %j, naming the key', (overrides, pointer) => {
    expect(() => createApiDescription(overrides)).toThrowError(
      expect.objectContaining({ code: 'api_override_invalid', pointer }),
    );
  });
});
