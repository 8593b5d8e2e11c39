import { describe, expect, it } from 'vitest';
import { createSite } from './site.ts';

describe('createSite', () => {
  it('merges objects and replaces lists', () => {
    const site = createSite({
      origins: ['http://127.0.0.1:4010'],
      poll: { intervalMs: 50 },
      reports: { employee_census: { columns: { work_email: ['Office Mail'] } } },
    });
    expect(site.origins).toEqual(['http://127.0.0.1:4010']);
    expect(site.poll).toEqual({ intervalMs: 50, attempts: 150 });
    expect(site.reports.employee_census.columns['work_email']).toEqual(['Office Mail']);
    expect(site.reports.employee_census.columns['first_name']).toContain('First Name');
    expect(site.paths.login).toBe('/login');
  });

  it.each([
    [{ poll: { intervalMs: 'soon' } }, '/poll/intervalMs'],
    [{ pathz: {} }, '/pathz'],
    [{ paths: { loginn: '/x' } }, '/paths/loginn'],
    [{ origins: ['https://user@host'] }, '/origins/0'],
    [{ origins: [] }, '/origins'],
    [{ paths: { login: 'login' } }, '/paths/login'],
    [{ paths: { chooseCompany: '/companies?x=1' } }, '/paths/chooseCompany'],
    [{ paths: { security: 7 } }, '/paths/security'],
    [{ hydrationKeys: { contractors: '' } }, '/hydrationKeys/contractors'],
    [{ fields: { passkeyChoice: null } }, '/fields/passkeyChoice'],
    [{ texts: { passkeyNotNow: '' } }, '/texts/passkeyNotNow'],
    [{ words: { contractor: 'Contractor' } }, '/words/contractor'],
    [{ acceptance: { personalEmail: 'nobody' } }, '/acceptance/personalEmail'],
    [{ acceptance: { phone: '1' } }, '/acceptance/phone'],
    [{ mail: { signInAlert: { subjects: [''] } } }, '/mail/signInAlert/subjects/0'],
    [{ mail: { passwordExpired: {} } }, '/mail/passwordExpired'],
    [JSON.parse('{"__proto__": {"a": 1}}') as Record<string, unknown>, '/__proto__'],
  ])('names the key at fault in %j', (overrides, key) => {
    expect(() => createSite(overrides)).toThrow(`override at ${key} `);
  });
});
