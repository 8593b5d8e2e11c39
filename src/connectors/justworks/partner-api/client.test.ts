import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  createApi,
  createApiScript,
  json,
  list,
  refusedScope,
} from '../../../../test/support/justworks/scripted-api.ts';
import { createScriptedSite } from '../../../../test/support/justworks/scripted-site.ts';
import { OutboundHttpError } from '../../../lib/outbound-http.ts';

const MEMBERS = 'GET /v1/members';
const call = { path: 'members', subject: 'member_basic' } as const;

describe('call', () => {
  it('sends the token and asks for nothing that is not on the list', async () => {
    const http = createApiScript();
    const { api } = createApi(http);
    await api.call(call);
    expect(http.requests[0]).toMatchObject({ method: 'GET', headers: { authorization: 'Bearer token-1' } });
    const beyond = createApi(http, { description: { allowedRequests: ['GET /v1/company'] } });
    await expect(beyond.api.call(call)).rejects.toMatchObject({ code: 'unexpected_page' });
    await expect(api.call({ ...call, path: 'paystub', id: '..' })).rejects.toMatchObject({
      code: 'unexpected_page',
    });
    expect(http.requests).toHaveLength(1);
  });

  it('takes another token once, and then the grant has ended', async () => {
    const unauthorized = json({ error: { code: 'unauthorized' } }, 401);
    const http = createScriptedSite().on(MEMBERS, unauthorized, list([]));
    const { api, grant } = createApi(http);
    expect(await api.call(call)).toMatchObject({ status: 200 });
    expect(grant.refused).toEqual(['token-1']);
    expect(http.requests[1]!.headers['authorization']).toBe('Bearer token-2');

    const closed = createScriptedSite().on(MEMBERS, unauthorized);
    const attempt = createApi(closed).api.call(call);
    await expect(attempt).rejects.toMatchObject({ code: 'grant_ended', needsRelink: true });
    expect(closed.requests).toHaveLength(2);
  });

  it.each([
    [refusedScope('member.pay:read'), 'permission_missing', 'member_pay'],
    [refusedScope('something.new:read'), 'permission_missing', 'member_basic'],
    [json({ error: { code: 'company_inactive' } }, 403), 'company_left', 'member_basic'],
    [{ status: 403, body: '<html>Who are you?</html>' }, 'unexpected_page', 'member_basic'],
    [json({ error: { code: 'not_found' } }, 404), 'unexpected_page', 'member_basic'],
    [{ status: 302, headers: { location: '/login' } }, 'unexpected_page', 'member_basic'],
    [{ status: 200, body: '<html>Maintenance</html>' }, 'unexpected_page', 'member_basic'],
    [{ status: 200, body: '{"items":[{"id"' }, 'unexpected_page', 'member_basic'],
    [{ status: 503, body: '' }, 'source_unavailable', 'member_basic'],
  ])('%# says what %j means', async (answer, code, subject) => {
    const { api } = createApi(createScriptedSite().on(MEMBERS, answer));
    await expect(api.call(call)).rejects.toMatchObject({ code, subject });
  });

  it('reads no more than the limit', async () => {
    const http = createScriptedSite().on(MEMBERS, list([{ id: 'x'.repeat(200) }]));
    const small = createApi(http, { description: { limits: { answerBytes: 100 } } });
    await expect(small.api.call(call)).rejects.toMatchObject({ code: 'unexpected_page' });
    await expect(createApi(http).api.call(call)).resolves.toMatchObject({ status: 200 });
  });

  it('calls the source away when the connection breaks', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('{"items":');
        throw new OutboundHttpError('reset', 'The connection ended.');
      })(),
    );
    const { api } = createApi(createScriptedSite().on(MEMBERS, { body: broken }));
    await expect(api.call(call)).rejects.toMatchObject({ code: 'source_unavailable' });
  });
});

describe('429', () => {
  const busy = (retryAfter?: string) =>
    json(
      { error: { code: 'rate_limited' } },
      429,
      retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    );

  it('waits as long as it is told', async () => {
    const { api, waits } = createApi(createScriptedSite().on(MEMBERS, busy('7'), busy('0'), list([])));
    expect(await api.call(call)).toMatchObject({ status: 200 });
    expect(waits).toEqual([7000, 0]);
  });

  it('waits longer each time where it is told nothing, and gives up', async () => {
    const http = createScriptedSite().on(MEMBERS, busy());
    const { api, waits } = createApi(http);
    await expect(api.call(call)).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: undefined });
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
  });

  it('does not sit out a long wait', async () => {
    const { api, waits } = createApi(createScriptedSite().on(MEMBERS, busy('600')));
    await expect(api.call(call)).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 600_000 });
    expect(waits).toEqual([]);
  });

  it('stops waiting when it is called off', async () => {
    const { api } = createApi(createScriptedSite().on(MEMBERS, busy('7')), { signal: AbortSignal.abort() });
    await expect(api.call(call)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('pages', () => {
  it('follows cursors to the end', async () => {
    const http = createScriptedSite().on(MEMBERS, list([1], 'a'), list([], 'b'), list([2, 3]));
    const { api } = createApi(http);
    const pages: unknown[][] = [];
    for await (const page of api.pages({ ...call, query: { status: 'active' } })) pages.push(page);
    expect(pages).toEqual([[1], [], [2, 3]]);
    const asked = http.requests.map(({ url }) => Object.fromEntries(url.searchParams));
    expect(asked).toEqual([
      { status: 'active', limit: '100' },
      { status: 'active', limit: '100', cursor: 'a' },
      { status: 'active', limit: '100', cursor: 'b' },
    ]);
  });

  it.each([
    ['repeats a cursor', [list([1], 'a'), list([1], 'b'), list([1], 'a')], 'the same next page'],
    ['never ends', [list([1], 'a'), list([1], 'b'), list([1], 'c')], 'does not end'],
  ])('refuses a list that %s', async (_name, answers, message) => {
    const http = createScriptedSite().on(MEMBERS, ...answers);
    const { api } = createApi(http, { description: { limits: { pages: 2 } } });
    const readAll = async () => {
      for await (const page of api.pages(call)) expect(page).toHaveLength(1);
    };
    await expect(readAll()).rejects.toThrow(message);
    expect(http.requests).toHaveLength(3);
  });

  it('names the place that does not fit and never what stands there', async () => {
    const http = createScriptedSite().on(MEMBERS, json({ items: 'Ada Lovelace', next_cursor: 5 }));
    const first = createApi(http).api.pages(call).next();
    await expect(first).rejects.toMatchObject({
      code: 'report_malformed',
      subject: 'member_basic',
      message: 'A page of the source does not fit at items, next_cursor.',
    });
  });
});
