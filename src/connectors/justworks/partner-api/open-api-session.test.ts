import { describe, expect, it } from 'vitest';
import {
  createApi,
  createApiScript,
  json,
  list,
  MEMBER,
  refusedScope,
} from '../../../../test/support/justworks/scripted-api.ts';
import type { ScriptedSite } from '../../../../test/support/justworks/scripted-site.ts';
import { openApiSession } from './open-api-session.ts';
import { capabilitiesOfScopes, DEFAULT_SCOPES, parseScopes } from './scopes.ts';

function open(http: ScriptedSite, scopes: readonly string[] = DEFAULT_SCOPES) {
  return openApiSession(createApi(http, { grant: { scopes } }).api, {
    scopes: DEFAULT_SCOPES,
    readsCustomFields: false,
  });
}

describe('readCompany', () => {
  it('names the company and its number', async () => {
    const http = createApiScript();
    const session = open(http);
    expect(await session.readCompany()).toEqual({ remoteCompanyId: 'c1', name: 'Acme' });
    expect(await session.readTaxId()).toBe('12-3456789');
    expect(await session.probe('company_basic')).toBe('granted');
    expect(http.count('GET /v1/company')).toBe(1);
  });

  it('knows it by its people where the company itself is closed', async () => {
    const closed = createApiScript().on('GET /v1/company', refusedScope('company.basic:read'));
    expect(await open(closed).readCompany()).toMatchObject({ remoteCompanyId: 'c1' });
    expect(await open(closed).readTaxId()).toBeNull();
    await expect(open(closed.on('GET /v1/members', list([]))).readCompany()).rejects.toMatchObject({
      code: 'permission_missing',
      subject: 'company_basic',
    });
  });
});

describe('countPeople', () => {
  it('counts who works there, without former people and guests', async () => {
    const members = [
      MEMBER,
      { ...MEMBER, id: 'm2', active: false },
      { ...MEMBER, id: 'm3', type: 'vendor' },
      { ...MEMBER, id: 'm4' },
    ];
    const http = createApiScript().on('GET /v1/members', list(members));
    expect(await open(http).countPeople!()).toEqual({ people: 2, countedIn: 'roster' });
  });

  it('leaves a large company uncounted', async () => {
    const crowd = Array.from({ length: 501 }, (_, place) => ({ ...MEMBER, id: `m${place}` }));
    const http = createApiScript().on('GET /v1/members', list(crowd));
    expect(await open(http).countPeople!()).toBeNull();
  });
});

describe('probe', () => {
  it('finds everything granted that the scopes cover', async () => {
    const http = createApiScript();
    const session = open(http);
    for (const { capability } of capabilitiesOfScopes(DEFAULT_SCOPES))
      expect([capability, await session.probe(capability)]).toEqual([capability, 'granted']);
    expect(http.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('asks nothing for a scope that the token lacks', async () => {
    const http = createApiScript();
    const session = open(http, ['company.detail:read', 'member.basic:read']);
    expect(await session.probe('company_basic')).toBe('granted');
    expect(await session.probe('member_detail')).toBe('missing');
    expect(await session.probe('payroll')).toBe('missing');
    expect(http.requests).toHaveLength(1);
  });

  it.each([
    [refusedScope('payroll:read'), 'missing'],
    [json({ error: { code: 'not_found' } }, 404), 'unknown'],
  ])('%# sees what the source says to a token that should do', async (answer, state) => {
    expect(await open(createApiScript().on('GET /v1/payrolls', answer)).probe('payroll')).toBe(state);
  });

  it('does not mistake an absent source for a missing scope', async () => {
    const away = open(createApiScript().on('GET /v1/payrolls', { status: 502 }));
    await expect(away.probe('payroll')).rejects.toMatchObject({ code: 'source_unavailable' });
  });
});

describe('scopes', () => {
  it('require the basics and leave out what nobody should ask for by chance', () => {
    expect(parseScopes('')).toEqual(DEFAULT_SCOPES);
    expect(DEFAULT_SCOPES).not.toContain('member.tax_id:read');
    expect(DEFAULT_SCOPES).not.toContain('member.sex:read');
    expect(() => parseScopes('member.detail:read')).toThrow('company.basic:read');
    expect(() => parseScopes('company.detail:read member.basic:read read:employees')).toThrow(
      'read:employees',
    );
  });

  it('give no gender, whatever sex was assigned at birth', async () => {
    const http = createApiScript([{ ...MEMBER, sex_assigned_at_birth: 'female' }]);
    const session = open(http, [...DEFAULT_SCOPES, 'member.sex:read']);
    const reading = session.readRoster({ timeZone: 'UTC', known: [], models: ['employee'] });
    for await (const item of reading.items)
      expect(item.model === 'employee' && item.fields.gender).toBeNull();
  });
});
