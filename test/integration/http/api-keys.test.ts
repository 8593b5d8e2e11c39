import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppContext } from '../../../src/app-context.ts';
import { createApiKey, createOrganization, type ApiKeyRole } from '../../../src/auth/index.ts';
import { hashToken } from '../../../src/crypto/token-hash.ts';
import { buildApp } from '../../../src/http/app.ts';
import { MINUTE_MS } from '../../../src/lib/duration.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Answer,
  type Harness,
  type Tenant,
} from './harness.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const KEYS = '/api/v1/api-keys';
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const call = (
  method: 'POST' | 'PATCH' | 'DELETE' | 'GET',
  url: string,
  body: object | undefined = undefined,
  key = tenant.key,
): Promise<Answer> => harness.send({ method, url, headers: bearer(key), ...(body && { payload: body }) });
const isAccepted = async (key: string) =>
  (await call('GET', '/hris/v1/linked-accounts', undefined, key)).status === 200;
const make = async (name: string, roles: ApiKeyRole[]) => {
  const answer = await call('POST', KEYS, { name, roles });
  expectDocumented(answer, 'POST', KEYS);
  return answer.json as { id: string; key: string; prefix: string };
};

describe('API keys of an organization', () => {
  it('are made with their roles, shown once, and listed without what is secret', async () => {
    const answer = await call('POST', KEYS, { name: 'first', roles: ['read', 'sensitive'] });
    expect(answer.status).toBe(201);
    expectDocumented(answer, 'POST', KEYS);
    expect(answer.json).toMatchObject({
      name: 'first',
      roles: ['read', 'sensitive'],
      environment: 'live',
      last_used_at: null,
      previous_key_ends_at: null,
    });
    const { id, key, prefix } = answer.json;
    expect(await isAccepted(key)).toBe(true);
    const list = await call('GET', `${KEYS}?page_size=100`);
    expectDocumented(list, 'GET', KEYS);
    expect(list.json.results.map((row: { id: string }) => row.id)).toEqual([tenant.apiKeyId, id]);
    expect(list.text).not.toContain(key.slice(prefix.length));
    const one = await call('GET', `${KEYS}/${id}`);
    expectDocumented(one, 'GET', '/api/v1/api-keys/{id}');
    expect(one.text).not.toContain('key_hash');
  });

  it('are listed page by page, for their organization alone', async () => {
    await make('second', ['read']);
    const first = await call('GET', `${KEYS}?page_size=1`);
    const second = await call('GET', `${KEYS}?page_size=1&cursor=${first.json.next}`);
    expect(second.json.results[0].name).toBe('first');
    const back = await call('GET', `${KEYS}?page_size=1&cursor=${second.json.previous}`);
    expect(back.json.results).toEqual(first.json.results);
    expectProblem(
      await call('GET', `${KEYS}?cursor=${first.json.next}`, undefined, stranger.key),
      400,
      'cursor_invalid',
      '/cursor',
    );
    expect((await call('GET', KEYS, undefined, stranger.key)).json.results).toHaveLength(1);
  });

  it('are unknown to another organization', async () => {
    const { id } = await make('ours', ['read']);
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { roles: ['read'] }],
      ['DELETE', '', undefined],
      ['POST', '/rotate', {}],
    ] as const) {
      for (const unknown of [id, newId(), 'junk'])
        expectProblem(await call(method, `${KEYS}/${unknown}${path}`, body, stranger.key), 404, 'not_found');
    }
    expect((await call('GET', `${KEYS}/${id}`)).json.roles).toEqual(['read']);
  });

  it('have a name that no other has, until it is revoked', async () => {
    const { id, key } = await make('named', ['read']);
    for (const [url, body] of [
      [KEYS, { name: 'named', roles: ['read'] }],
      ['/hris/v1/generate-key', { name: 'named' }],
    ] as const)
      expectProblem(await call('POST', url, body), 409, 'api_key_name_taken', '/name');
    const gone = await call('DELETE', `${KEYS}/${id}`);
    expect(gone.status).toBe(204);
    expect(await isAccepted(key)).toBe(false);
    expectProblem(await call('DELETE', `${KEYS}/${id}`), 404, 'not_found');
    await make('named', ['read']);
  });

  it('have at least one role, and only roles that there are', async () => {
    for (const roles of [[], ['owner'], 'read', null])
      expect((await call('POST', KEYS, { name: 'odd', roles })).status).toBe(400);
    expect((await call('POST', KEYS, { name: ' ', roles: ['read'] })).status).toBe(400);
  });
});

describe('a rotated key', () => {
  it('ends at once, or when its grace is over; the new one has its roles', async () => {
    const { id, key: former } = await make('rotated', ['read']);
    const rotate = async (body?: object) => {
      const answer = await call('POST', `${KEYS}/${id}/rotate`, body);
      expectDocumented(answer, 'POST', '/api/v1/api-keys/{id}/rotate');
      return answer.json as { key: string; previous_key_ends_at: string | null; roles: string[] };
    };
    const second = await rotate({});
    expect(second).toMatchObject({ roles: ['read'], previous_key_ends_at: null });
    expect(await isAccepted(former)).toBe(false);
    expect(await isAccepted(second.key)).toBe(true);
    const third = await rotate({ grace_minutes: 5 });
    expect(third.previous_key_ends_at).not.toBeNull();
    harness.clock.advance(5 * MINUTE_MS - 1);
    expect(await isAccepted(second.key)).toBe(true);
    harness.clock.advance(1);
    expect(await isAccepted(second.key)).toBe(false);
    expect((await call('GET', `${KEYS}/${id}`)).json.previous_key_ends_at).toBeNull();
    expect(await isAccepted(third.key)).toBe(true);
  });

  it('ends with its grace when it is revoked', async () => {
    const { id, key: former } = await make('rotated and revoked', ['read']);
    const { key } = (await call('POST', `${KEYS}/${id}/rotate`, { grace_minutes: 60 })).json;
    expect(await isAccepted(former)).toBe(true);
    await call('DELETE', `${KEYS}/${id}`);
    expect([await isAccepted(former), await isAccepted(key)]).toEqual([false, false]);
  });
});

describe('generate-key and regenerate-key', () => {
  it.each(['/api/hris/v1', '/hris/v1'])('give a key and rotate it by its name under %s', async (base) => {
    const name = `remote ${base}`;
    const generated = await call('POST', `${base}/generate-key`, { name });
    expectDocumented(generated, 'POST', '/api/hris/v1/generate-key');
    expect(generated.json.name).toBe(name);
    expect(await isAccepted(generated.json.key)).toBe(true);
    const regenerated = await call('POST', `${base}/regenerate-key`, { name });
    expectDocumented(regenerated, 'POST', '/api/hris/v1/regenerate-key');
    expect(await isAccepted(generated.json.key)).toBe(false);
    expect(await isAccepted(regenerated.json.key)).toBe(true);
    expectProblem(await call('POST', `${base}/regenerate-key`, { name: 'nobody' }), 404, 'not_found');
    expectProblem(await call('POST', `${base}/generate-key`, {}), 400, 'field_missing', '/name');
    expectProblem(await call('POST', `${base}/regenerate-key`, { name }, stranger.key), 404, 'not_found');
  });
});

describe('a key that keeps keys', () => {
  it('comes by no role that it lacks: not by making, giving or rotating', async () => {
    const { key: keeper, id: keeperId } = await make('keeper', ['administer']);
    const { id: readerId } = await make('reader of ssn', ['read', 'sensitive']);
    const refused = [
      await call('POST', KEYS, { name: 'mine', roles: ['read'] }, keeper),
      await call('PATCH', `${KEYS}/${keeperId}`, { roles: ['administer', 'sensitive'] }, keeper),
      await call('POST', `${KEYS}/${readerId}/rotate`, {}, keeper),
      await call('POST', '/hris/v1/regenerate-key', { name: 'reader of ssn' }, keeper),
    ];
    for (const answer of refused) expectProblem(answer, 403, 'role_not_held');
    // Less is no gain.
    expect((await call('PATCH', `${KEYS}/${readerId}`, { roles: ['read'] }, keeper)).json.roles).toEqual([
      'read',
    ]);
    const given = await call('POST', '/hris/v1/generate-key', { name: 'another keeper' }, keeper);
    const list = await call('GET', `${KEYS}?page_size=100`, undefined, given.json.key);
    expect(list.json.results.find((row: { name: string }) => row.name === 'another keeper').roles).toEqual([
      'administer',
    ]);
  });

  it('can not take away the last key that administers, also when two try at once', async () => {
    const { id: organizationId } = await createOrganization(harness.context.db, { name: 'Two keepers' });
    const [first, second] = await Promise.all(
      ['one', 'two'].map((name) =>
        createApiKey(harness.context.db, { organizationId, name, environment: 'live' }),
      ),
    );
    const answers = await Promise.all([
      call('DELETE', `${KEYS}/${second!.id}`, undefined, first!.key),
      call('PATCH', `${KEYS}/${first!.id}`, { roles: ['read'] }, second!.key),
    ]);
    const accepted = answers.filter(({ status }) => status < 300);
    expect(accepted).toHaveLength(1);
    // The other one came too late, or found that it had lost its key or its role.
    expect([401, 403, 409]).toContain(answers.find(({ status }) => status >= 300)!.status);
    // Whose change was made administers still.
    const left = answers[0].status < 300 ? first! : second!;
    expectProblem(
      await call('DELETE', `${KEYS}/${left.id}`, undefined, left.key),
      409,
      'last_administer_key',
    );
    expectProblem(
      await call('PATCH', `${KEYS}/${left.id}`, { roles: ['read', 'operate'] }, left.key),
      409,
      'last_administer_key',
    );
  });
});

describe('what is known of callers', () => {
  /** Another process on the same database, with a watch that stands until it is moved. */
  function secondProcess() {
    const { config, secrets, clock } = harness.context;
    const context = createAppContext(config, secrets, 'muster-second', { clock, log: harness.context.log });
    const watch = { ms: 0 };
    const app = buildApp(context, { principals: { monotonicMs: () => watch.ms } });
    const statusOf = async (headers: Record<string, string>, url = '/hris/v1/account-details') =>
      (await app.inject({ method: 'GET', url, headers })).statusCode;
    const close = async () => {
      await app.close();
      await context[Symbol.asyncDispose]();
    };
    return { watch, statusOf, context, [Symbol.asyncDispose]: close };
  }

  it('ends within five seconds in every process, however busy the key is', async () => {
    await using second = secondProcess();
    const { id, key } = await make('watched', ['read']);
    const headers = { ...tenant.headers, ...bearer(key) };
    expect(await second.statusOf(headers)).toBe(200);
    await call('DELETE', `${KEYS}/${id}`);
    const statuses: number[] = [];
    for (let second_ = 0; second_ <= 5; second_ += 1) {
      second.watch.ms = second_ * 1000;
      statuses.push(await second.statusOf(headers));
    }
    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(401);
  });

  it('so are a role that was taken and an account token that names no account any more', async () => {
    await using second = secondProcess();
    const { id, key } = await make('narrowed', ['read', 'administer']);
    expect(await second.statusOf(bearer(key), KEYS)).toBe(200);
    expect(await second.statusOf(tenant.headers)).toBe(200);
    await call('PATCH', `${KEYS}/${id}`, { roles: ['read'] });
    const { db } = harness.context;
    const account = db.updateTable('linked_accounts').where('id', '=', tenant.linkedAccountId);
    await account.set({ account_token_hash: hashToken('another') }).execute();
    second.watch.ms = 5000;
    expect(await second.statusOf(bearer(key), KEYS)).toBe(403);
    expect(await second.statusOf(tenant.headers)).toBe(401);
    await account.set({ account_token_hash: hashToken(tenant.accountToken) }).execute();
    // That there was none is not kept.
    expect(await second.statusOf(tenant.headers)).toBe(200);
  });

  it('costs no round trip while a former answer is young', async () => {
    await using second = secondProcess();
    expect(await second.statusOf(tenant.headers)).toBe(200);
    const asked: unknown[] = [];
    const ask = second.context.pool.query.bind(second.context.pool);
    second.context.pool.query = ((query: { name?: string }, ...rest: never[]) => {
      asked.push(query.name);
      return ask(query as never, ...rest);
    }) as typeof ask;
    second.watch.ms = 1000;
    expect(await second.statusOf(tenant.headers)).toBe(200);
    expect(asked).not.toContain('find-principal');
    second.watch.ms = 4000;
    expect(await second.statusOf(tenant.headers)).toBe(200);
    expect(asked).toContain('find-principal');
  });
});

describe('when a key was last used', () => {
  /** Three requests of a process that ends cleanly. */
  async function use(key: string) {
    const { config, secrets, clock, log } = harness.context;
    await using context = createAppContext(config, secrets, 'muster-uses', { clock, log });
    const app = buildApp(context, { principals: { lifeMs: 0 } });
    for (let count = 0; count < 3; count += 1)
      await app.inject({ method: 'GET', url: '/hris/v1/linked-accounts', headers: bearer(key) });
    await app.close();
  }

  it('is known to the minute, however often it is used', async () => {
    const { id, key } = await make('used', ['read']);
    const lastUsedAt = async () => (await call('GET', `${KEYS}/${id}`)).json.last_used_at as string | null;
    expect(await lastUsedAt()).toBeNull();
    await use(key);
    const first = await lastUsedAt();
    expect(first).not.toBeNull();
    await use(key);
    expect(await lastUsedAt()).toBe(first);
    const { db } = harness.context;
    await sql`update api_keys set last_used_at = now() - interval '61 seconds' where id = ${id}`.execute(db);
    const before = await lastUsedAt();
    await use(key);
    expect((await lastUsedAt())! > before!).toBe(true);
  });
});
