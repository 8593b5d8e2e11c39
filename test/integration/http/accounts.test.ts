import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { createApiKey, revokeApiKey } from '../../../src/auth/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectDocumented,
  expectProblem,
  UNREACHABLE_DATABASE,
  type Harness,
  type Tenant,
} from './harness.ts';
import { insertRun } from './records.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const BASES = ['/api/hris/v1', '/hris/v1'];

describe('API keys', () => {
  it('stop working when they are revoked; another one of the organization goes on', async () => {
    const { organizationId } = tenant;
    const { id, key } = await createApiKey(harness.context.db, {
      organizationId,
      name: 'second',
      environment: 'test',
    });
    const ask = (apiKey: string) =>
      harness.get('/hris/v1/linked-accounts', { authorization: `Bearer ${apiKey}` });
    expect((await ask(key)).status).toBe(200);
    await revokeApiKey(harness.context.db, { organizationId, id });
    expectProblem(await ask(key), 401, 'api_key_invalid');
    expect((await ask(tenant.key)).status).toBe(200);
    await expect(revokeApiKey(harness.context.db, { organizationId, id })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  it('can not be revoked by another organization', async () => {
    const attempt = revokeApiKey(harness.context.db, {
      organizationId: stranger.organizationId,
      id: tenant.apiKeyId,
    });
    await expect(attempt).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('are stored as a hash, with a prefix that tells them apart', async () => {
    const { rows } = await sql<
      Record<string, unknown>
    >`select * from api_keys where id = ${tenant.apiKeyId}`.execute(harness.context.db);
    expect(JSON.stringify(rows)).not.toContain(tenant.key.slice(24));
    expect(tenant.key.startsWith(rows[0]!['prefix'] as string)).toBe(true);
  });

  it('must come as a bearer token', async () => {
    for (const authorization of [tenant.key, `Basic ${tenant.key}`, 'Bearer', `Bearer ${tenant.key} x`]) {
      expectProblem(
        await harness.get('/hris/v1/linked-accounts', { authorization }),
        401,
        'authorization_missing',
      );
    }
    // An account token is no API key.
    const mistaken = { authorization: `Bearer ${tenant.accountToken}` };
    const answer = await harness.get('/hris/v1/linked-accounts', mistaken);
    expectProblem(answer, 401, 'api_key_invalid');
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('are not looked up when the checksum fails', async () => {
    await using blind = await createHarness(UNREACHABLE_DATABASE);
    const last = tenant.key.at(-1) === 'a' ? 'b' : 'a';
    const ask = (key: string) => blind.get('/hris/v1/linked-accounts', { authorization: `Bearer ${key}` });
    expectProblem(await ask(tenant.key.slice(0, -1) + last), 401, 'api_key_invalid');
    expectProblem(await ask(tenant.key), 500, 'internal_error');
  });
});

describe('account tokens', () => {
  it('work after a rotation until the former one has ended', async () => {
    const rotated = await createTenant(harness);
    const end = new Date(harness.clock.now().getTime() + 600_000);
    const { linkedAccountId, accountToken } = await createLinkedAccount(
      harness.context,
      rotated.organizationId,
      'rotating',
    );
    await sql`update linked_accounts
                 set previous_account_token_hash = account_token_hash, account_token_hash = null,
                     previous_account_token_expires_at = ${end}
               where id = ${linkedAccountId}`.execute(harness.context.db);
    const ask = () =>
      harness.get('/hris/v1/account-details', { ...rotated.headers, 'x-account-token': accountToken });
    expect((await ask()).json.id).toBe(linkedAccountId);
    harness.clock.advance(600_001);
    expectProblem(await ask(), 401, 'account_token_invalid');
  });

  it('are ignored where none is needed, even a wrong one', async () => {
    const answer = await harness.get('/hris/v1/linked-accounts', {
      ...tenant.headers,
      'x-account-token': 'junk',
    });
    expect(answer.status).toBe(200);
  });
});

describe('GET account-details', () => {
  it('tells of the one account, under both base paths', async () => {
    for (const base of BASES) {
      const answer = await harness.get(`${base}/account-details`, tenant.headers);
      expectDocumented(answer, 'get', '/api/hris/v1/account-details');
      expect(answer.json).toMatchObject({
        id: tenant.linkedAccountId,
        integration: 'Justworks',
        integration_slug: 'justworks',
        category: 'hris',
        status: 'COMPLETE',
        account_type: 'PRODUCTION',
        is_duplicate: false,
        completed_at: '2026-11-01T00:00:00.5Z',
      });
    }
  });

  it('refuses', async () => {
    const url = '/api/hris/v1/account-details';
    expectProblem(await harness.get(url), 401, 'authorization_missing');
    expectProblem(
      await harness.get(url, { authorization: tenant.headers.authorization }),
      401,
      'account_token_missing',
    );
    const foreign = { ...tenant.headers, 'x-account-token': stranger.accountToken };
    expectProblem(await harness.get(url, foreign), 401, 'account_token_invalid');
  });
});

describe('GET linked-accounts', () => {
  let owner: Tenant;
  const list = (query = '') =>
    harness.get(`/api/hris/v1/linked-accounts${query}`, { authorization: owner.headers.authorization });
  const originsOf = async (query: string) =>
    (await list(query)).json.results.map((account: any) => account.end_user_origin_id);

  beforeAll(async () => {
    owner = await createTenant(harness);
    const { context } = harness;
    await context.db.deleteFrom('linked_accounts').where('id', '=', owner.linkedAccountId).execute();
    const at = (second: number) => ({ created_at: `2026-11-01T00:00:0${second}.000001Z` });
    await createLinkedAccount(context, owner.organizationId, 'one', at(1));
    await createLinkedAccount(context, owner.organizationId, 'two', {
      ...at(2),
      status: 'INCOMPLETE',
      completed_at: null,
      end_user_organization_name: null,
      end_user_email_address: null,
      account_token_hash: null,
    });
    await createLinkedAccount(context, owner.organizationId, 'three', {
      ...at(3),
      status: 'RELINK_NEEDED',
      status_detail: 'bad_credentials',
      is_test_account: true,
    });
  });

  it('pages through this organization alone, in the documented shape', async () => {
    const all = await list();
    expectDocumented(all, 'get', '/api/hris/v1/linked-accounts');
    expect(await originsOf('')).toEqual(['one', 'two', 'three']);
    const first = await list('?page_size=2');
    const second = await list(`?page_size=2&cursor=${first.json.next}`);
    expect(second.json.results.map((account: any) => account.end_user_origin_id)).toEqual(['three']);
    const back = await list(`?page_size=2&cursor=${second.json.previous}`);
    expect(back.json.results.map((account: any) => account.end_user_origin_id)).toEqual(['one', 'two']);
    const alias = await harness.get('/hris/v1/linked-accounts', owner.headers);
    expect(alias.json).toEqual(all.json);
    expect(all.json.results[2]).toMatchObject({ status_detail: 'bad_credentials', account_type: 'TEST' });
  });

  it('filters', async () => {
    const { id } = (await list()).json.results[0];
    expect(await originsOf('?status=INCOMPLETE')).toEqual(['two']);
    expect(await originsOf('?is_test_account=true')).toEqual(['three']);
    expect(await originsOf('?end_user_origin_id=one')).toEqual(['one']);
    expect(await originsOf('?end_user_origin_ids=one,three')).toEqual(['one', 'three']);
    expect(await originsOf('?end_user_origin_id=two&end_user_origin_ids=one,three')).toEqual([]);
    expect(await originsOf(`?id=${id}`)).toEqual(['one']);
    expect(await originsOf(`?ids=${id},${newId()},junk`)).toEqual(['one']);
    expect(await originsOf('?id=junk')).toEqual([]);
    expect(await originsOf(`?id=${tenant.linkedAccountId}`)).toEqual([]);
    expect(await originsOf('?end_user_email_address=admin@one.example')).toEqual(['one']);
    expect(await originsOf('?end_user_organization_name=Employer%20of%20one')).toEqual(['one']);
    expect(await originsOf('?integration_name=Justworks&include_duplicates=true')).toEqual([
      'one',
      'two',
      'three',
    ]);
    expect(await originsOf('?integration_name=other')).toEqual([]);
    expect(await originsOf('?category=hris')).toHaveLength(3);
    expect(await originsOf('?category=ats')).toEqual([]);
  });

  it('refuses', async () => {
    expectProblem(await harness.get('/api/hris/v1/linked-accounts'), 401, 'authorization_missing');
    expectProblem(await list('?status=GONE'), 400, 'invalid_value', '/status');
    expectProblem(await list('?category=x'), 400, 'invalid_value', '/category');
    const { next } = (await list('?page_size=1')).json;
    expectProblem(await list(`?status=COMPLETE&cursor=${next}`), 400, 'cursor_invalid', '/cursor');
    const foreign = await harness.get(`/api/hris/v1/linked-accounts?cursor=${next}`, stranger.headers);
    expectProblem(foreign, 400, 'cursor_invalid', '/cursor');
  });
});

describe('sync-status', () => {
  const url = '/api/hris/v1/sync-status';

  it('has a line for every model of the contract; what the source can not give is DISABLED', async () => {
    await insertRun(harness.context, tenant, {
      state: 'succeeded',
      is_initial: true,
      queued_at: '2026-11-22T00:00:00Z',
      started_at: '2026-11-22T00:00:01.5Z',
      finished_at: '2026-11-22T00:00:02Z',
    });
    const answer = await harness.get(`${url}?page_size=100`, tenant.headers);
    expectDocumented(answer, 'get', url);
    const status = Object.fromEntries(answer.json.results.map((line: any) => [line.model_id, line.status]));
    expect(answer.json.results).toHaveLength(16);
    expect(status).toMatchObject({
      'hris.Company': 'DONE',
      'hris.Employee': 'DONE',
      'hris.Employment': 'DONE',
      'hris.Group': 'DONE',
      'hris.Location': 'DONE',
      'hris.Team': 'DISABLED',
      'hris.PayrollRun': 'DISABLED',
    });
    const employee = answer.json.results.find((line: any) => line.model_id === 'hris.Employee');
    expect(employee).toMatchObject({ last_sync_start: '2026-11-22T00:00:01.5Z', is_initial_sync: true });
  });

  it('has pages', async () => {
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { json } = await harness.get(
        `/hris/v1/sync-status?page_size=7${cursor && `&cursor=${cursor}`}`,
        tenant.headers,
      );
      names.push(...json.results.map((line: any) => line.model_name));
      cursor = json.next;
    }
    expect([names.length, new Set(names).size, names[0], names.at(-1)]).toEqual([
      16,
      16,
      'BankInfo',
      'TimesheetEntry',
    ]);
  });

  it('resync asks for one run however often it is called, and answers a bare array', async () => {
    for (const base of BASES) {
      const answer = await harness.send({
        method: 'POST',
        url: `${base}/sync-status/resync`,
        headers: { ...tenant.headers, 'content-type': 'application/json' },
      });
      expectDocumented(answer, 'post', '/api/hris/v1/sync-status/resync');
      const employee = answer.json.find((line: any) => line.model_id === 'hris.Employee');
      expect([employee.status, employee.last_sync_result]).toEqual(['SYNCING', 'DONE']);
    }
    const runs = await harness.context.db
      .selectFrom('sync_runs')
      .select(['state', 'trigger'])
      .where('linked_account_id', '=', tenant.linkedAccountId)
      .where('state', '=', 'queued')
      .execute();
    expect(runs).toEqual([{ state: 'queued', trigger: 'request' }]);
  });

  it('refuses', async () => {
    for (const [method, path] of [
      ['GET', url],
      ['POST', `${url}/resync`],
    ] as const) {
      expectProblem(await harness.send({ method, url: path }), 401, 'authorization_missing');
      const foreign = { ...tenant.headers, 'x-account-token': stranger.accountToken };
      expectProblem(
        await harness.send({ method, url: path, headers: foreign }),
        401,
        'account_token_invalid',
      );
    }
    expectProblem(
      await harness.get(`${url}?page_size=0`, tenant.headers),
      400,
      'invalid_value',
      '/page_size',
    );
    expectProblem(await harness.get(`${url}?cursor=x`, tenant.headers), 400, 'cursor_invalid', '/cursor');
  });
});
