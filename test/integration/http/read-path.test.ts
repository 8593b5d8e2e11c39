import pg from 'pg';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import { createHarness, createTenant, type Harness, type Tenant } from './harness.ts';
import { insertRecord, setFreshAsOf } from './records.ts';

let harness: Harness;
let tenant: Tenant;
let person: string;

beforeAll(async () => {
  // As in production: who calls is known for a while.
  harness = await createHarness({}, { principals: { lifeMs: 600_000 } });
  tenant = await createTenant(harness);
  const { linkedAccountId } = tenant;
  const [company, group, job, manager] = [newId(), newId(), newId(), newId()];
  await insertRecord(harness.context, 'companies', { linkedAccountId, id: company });
  await insertRecord(harness.context, 'groups', { linkedAccountId, id: group });
  for (let place = 0; place < 25; place += 1) {
    person = await insertRecord(harness.context, 'employees', {
      linkedAccountId,
      ...(place === 0 && { id: manager }),
      body: { company, groups: [group], employments: [job], manager: place === 0 ? null : manager },
    });
  }
  await insertRecord(harness.context, 'employments', {
    linkedAccountId,
    id: job,
    columns: { employee_id: person },
  });
  await setFreshAsOf(harness.context, linkedAccountId, '2026-11-21T08:00:00Z');
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => harness[Symbol.asyncDispose]());

interface Page {
  results: { id: string }[];
}

const get = (url: string, headers: Record<string, string> = {}) =>
  harness.get(`/api/hris/v1/${url}`, { ...tenant.headers, ...headers });

/** Statements of the second of two equal requests: by then it is known who calls. */
async function statementsOf(url: string): Promise<string[]> {
  await get(url);
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  const answer = await get(url);
  const calls = [...asked.mock.calls];
  asked.mockRestore();
  expect(answer.status, answer.text).toBe(200);
  const texts = calls.map(([query]) =>
    typeof query === 'string' ? query : (query as unknown as { text: string }).text,
  );
  // Blocks of a limit are leased in the background, now and then, and nobody waits for them.
  return texts.filter((text) => !text.includes('rate_limit_buckets'));
}

describe('round trips to the database', () => {
  it.each(['employees', 'employees?page_size=1', 'employees?modified_after=2020-01-01', 'companies'])(
    'one for a list, checks and freshness included: %s',
    async (url) => {
      expect(await statementsOf(url)).toHaveLength(1);
    },
  );

  it('one for a record, checks and freshness included', async () => {
    expect(await statementsOf(`employees/${person}`)).toHaveLength(1);
  });

  it('carry the records and pages of many callers at once, each caller’s own alone', async () => {
    const other = await createTenant(harness);
    const theirs = await insertRecord(harness.context, 'employees', {
      linkedAccountId: other.linkedAccountId,
    });
    const own = JSON.parse((await get('employees')).text) as Page;
    expect(own.results.map(({ id }) => id)).toContain(person);
    const ask = async ({ headers }: Tenant, path: string) => {
      const { status, text } = await harness.get(`/api/hris/v1/${path}`, headers);
      if (status !== 200) return status;
      const { id, results } = JSON.parse(text) as { id?: string } & Partial<Page>;
      return id ?? results!.map((one) => one.id);
    };
    const asked = Array.from({ length: 10 }, () => [
      ask(tenant, `employees/${person}`),
      ask(tenant, 'employees'),
      ask(other, `employees/${theirs}`),
      ask(other, 'employees'),
      ask(tenant, `employees/${theirs}`),
      ask(other, `employees/${person}`),
    ]);
    const answers = await Promise.all(asked.flat());
    const ids = own.results.map(({ id }) => id);
    expect(answers).toEqual(asked.flatMap(() => [person, ids, theirs, [theirs], 404, 404]));
  });

  it('one for each relation on top, however many records', async () => {
    const plain = (await statementsOf('employees?include_remote_data=true')).length;
    expect(plain).toBe(2);
    const expanded = 'expand=groups,employments,manager&expand=company';
    expect(await statementsOf(`employees?${expanded}`)).toHaveLength(plain + 4);
    expect(await statementsOf(`employees/${person}?${expanded}`)).toHaveLength(1 + 4);
  });

  it('parse a page’s statement once on each connection', async () => {
    const askMany = () => Promise.all(Array.from({ length: 20 }, () => get('employees?page_size=7')));
    await askMany();
    const parsed = vi.spyOn(pg.Connection.prototype as unknown as { parse: () => void }, 'parse');
    const described = vi.spyOn(pg.Client.prototype, 'query');
    await askMany();
    expect(described.mock.calls.length).toBeGreaterThanOrEqual(20);
    expect(parsed).not.toHaveBeenCalled();
  });
});

describe('an ETag', () => {
  const paths = () => ['employees?page_size=10', `employees/${person}`, 'groups', 'employees?expand=manager'];

  it('spares who has the answer already, and the freshness is told all the same', async () => {
    for (const path of paths()) {
      const first = await get(path);
      expect(first.headers['etag']).toMatch(/^"[\w.-]{3,80}"$/);
      const again = await get(path, { 'if-none-match': String(first.headers['etag']) });
      expect([again.status, again.text]).toEqual([304, '']);
      for (const name of ['etag', 'vary', 'muster-data-fresh-as-of', 'muster-sync-status'])
        expect(again.headers[name], `${path} ${name}`).toBe(first.headers[name]);
      expect(again.headers['vary']).toContain('X-Account-Token');
      expect(first.headers['muster-data-fresh-as-of']).toBe('2026-11-21T08:00:00Z');
    }
  });

  it.each(['W/"a", W/TAG', '"a",TAG', '*'])('is found in If-None-Match: %s', async (pattern) => {
    const tag = String((await get('groups')).headers['etag']);
    expect((await get('groups', { 'if-none-match': pattern.replace('TAG', tag) })).status).toBe(304);
  });

  it('is another once a record on the page was written, and for each page', async () => {
    const tags = async () =>
      Promise.all(
        ['employees?page_size=10', 'employees?page_size=11', `employees/${person}`].map(
          async (path) => (await get(path)).headers['etag'],
        ),
      );
    const before = await tags();
    expect(new Set(before).size).toBe(3);
    await sql`
      update employees set body = replace(body::text, '"username":null', '"username":"new"')::json
       where linked_account_id = ${tenant.linkedAccountId}`.execute(harness.context.db);
    const after = await tags();
    expect(new Set([...before, ...after]).size).toBe(6);
    expect((await get('groups', { 'if-none-match': String(before[0]) })).status).toBe(200);
  });

  it('tells nothing to who may not read', async () => {
    const tag = String((await get('groups')).headers['etag']);
    const answer = await harness.get('/api/hris/v1/groups', { 'if-none-match': tag });
    expect(answer.status).toBe(401);
  });
});

it('sends stored bodies unread: none with a social security number can be written', async () => {
  const { linkedAccountId } = tenant;
  await expect(
    insertRecord(harness.context, 'employees', { linkedAccountId, body: { ssn: '900-00-0000' } }),
  ).rejects.toThrow('employees_body_without_ssn');
});

describe('page_size', () => {
  it.each(['0', '-1', 'ten', '1.5', '1e2', ' '])('refuses %j', async (size) => {
    expect((await get(`employees?page_size=${encodeURIComponent(size)}`)).status).toBe(400);
  });

  it.each([
    ['101', 25],
    ['999999999999999', 25],
    ['3', 3],
    ['', 25],
  ])('takes %j', async (size, rows) => {
    const { status, json } = await get(`employees?page_size=${size}`);
    expect([status, json.results.length]).toEqual([200, rows]);
  });
});
