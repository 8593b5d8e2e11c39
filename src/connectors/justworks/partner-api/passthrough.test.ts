import { describe, expect, it } from 'vitest';
import { createApi, json, list } from '../../../../test/support/justworks/scripted-api.ts';
import { createScriptedSite, type ScriptedSite } from '../../../../test/support/justworks/scripted-site.ts';
import { createApiDescription } from './api-description.ts';
import { createPassthrough } from './passthrough.ts';

const passthrough = createPassthrough(createApiDescription({}));

const get = (http: ScriptedSite, path: string, some: { maxAnswerBytes?: number } = {}) => {
  const { api, grant } = createApi(http);
  const request = { path, headers: {}, maxAnswerBytes: 10_000, ...some };
  return { answer: passthrough.get(api.context, grant, request), grant };
};

describe('findPlace', () => {
  it.each([
    ['/v1/company', '/v1/company', ['company', 'location', 'group', 'team']],
    ['/v1/members/m1', '/v1/members/*', ['employee', 'employment', 'location', 'group', 'team']],
    ['/v1/members/m1/custom-field-values', '/v1/members/*/custom-field-values', ['employee']],
    ['/v1/payrolls', '/v1/payrolls', ['payroll_run']],
  ])('knows what %s shows', (path, pattern, shows) => {
    expect(passthrough.findPlace(path)).toEqual({ pattern, shows });
  });

  it.each([
    '/v1/members/m1/tax-id',
    '/v1/members/',
    '/v1/members//custom-field-values',
    '/v1/webhooks/get',
    '/v1/deductions',
    '/oauth/token',
    '/',
    '/v1/company/x',
  ])('has no place for %s', (path) => {
    expect(passthrough.findPlace(path)).toBeUndefined();
  });
});

describe('get', () => {
  it('asks under the grant, and gives the answer as it is', async () => {
    const http = createScriptedSite().on('GET /v1/members', {
      ...list([{ id: 'm1' }]),
      headers: { 'content-type': 'application/json', 'x-request-id': 'r1', link: ['a', 'b'] },
    });
    const { answer } = get(http, '/v1/members?limit=10&status=active');
    expect(await answer).toEqual({
      status: 200,
      json: { items: [{ id: 'm1' }], next_cursor: null },
      headers: { 'content-type': 'application/json', 'x-request-id': 'r1', link: 'a, b' },
    });
    expect(http.requests).toMatchObject([
      {
        method: 'GET',
        url: new URL('https://public-api.justworks.com/v1/members?limit=10&status=active'),
        headers: { authorization: 'Bearer token-1', accept: 'application/json' },
      },
    ]);
  });

  it.each([
    ['a missing scope', json({ error: { code: 'insufficient_scope' } }, 403), 403],
    ['nothing there', json({ error: { code: 'not_found' } }, 404), 404],
    ['a redirect, which is not followed', { status: 302, headers: { location: 'https://else.where/' } }, 302],
    ['a page', { status: 200, body: '<html>Maintenance</html>' }, 200],
  ])('takes %s for an answer', async (_name, scripted, status) => {
    const http = createScriptedSite().on('GET /v1/company', scripted);
    expect(await get(http, '/v1/company').answer).toMatchObject({ status });
    expect(http.requests).toHaveLength(1);
  });

  it('takes another token once, and then the grant has ended', async () => {
    const unauthorized = json({ error: { code: 'unauthorized' } }, 401);
    const http = createScriptedSite().on('GET /v1/company', unauthorized, json({ id: 'c1' }));
    const { answer, grant } = get(http, '/v1/company');
    expect(await answer).toMatchObject({ status: 200 });
    expect(grant.refused).toEqual(['token-1']);
    const closed = createScriptedSite().on('GET /v1/company', unauthorized);
    await expect(get(closed, '/v1/company').answer).rejects.toMatchObject({ code: 'grant_ended' });
    expect(closed.requests).toHaveLength(2);
  });

  it.each([
    [json({}, 429, { 'retry-after': '30' }), { code: 'rate_limited', retryAfterMs: 30_000 }],
    [json({}, 503), { code: 'source_unavailable' }],
    [list([{ id: 'x'.repeat(200) }]), { code: 'unexpected_page' }],
  ])('%# ends where the source says "not now", or says too much', async (scripted, failure) => {
    const http = createScriptedSite().on('GET /v1/company', scripted);
    await expect(get(http, '/v1/company', { maxAnswerBytes: 100 }).answer).rejects.toMatchObject(failure);
    expect(http.requests).toHaveLength(1);
  });

  it('asks for nothing that is not on the list, whoever says so', async () => {
    const http = createScriptedSite();
    for (const path of ['/v1/members/m1/tax-id', 'https://else.where/v1/company', '//else.where/v1/company'])
      await expect(get(http, path).answer).rejects.toMatchObject({ code: 'unexpected_page' });
    expect(http.requests).toEqual([]);
  });
});
