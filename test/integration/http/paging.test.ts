import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createHarness, createTenant, expectProblem, type Harness, type Tenant } from './harness.ts';
import { insertRecord } from './records.ts';

let harness: Harness;
let tenant: Tenant;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  tenant = await createTenant(harness);
});

const at = (micros: number) => `2026-11-20T10:00:00.${String(micros).padStart(6, '0')}Z`;
const insert = (name: string, micros: number) =>
  insertRecord(harness.context, 'employees', {
    linkedAccountId: tenant.linkedAccountId,
    createdAt: at(micros),
    body: { first_name: name },
    columns: { first_name: name, employment_status: 'ACTIVE' },
  });

async function page(query: string) {
  const { status, json, text } = await harness.get(`/hris/v1/employees?${query}`, tenant.headers);
  expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' });
  return { ...json, names: json.results.map((employee: any) => employee.first_name) };
}

it('walks forth and back in microsecond and id order, on the joined and on the decorated path', async () => {
  // Two share an instant: the id decides between them.
  for (const [name, micros] of [
    ['a', 1],
    ['b', 2],
    ['c', 2],
    ['d', 3],
    ['e', 4],
  ] as const)
    await insert(name, micros);
  for (const extra of ['', '&expand=manager']) {
    const first = await page(`page_size=2${extra}`);
    const second = await page(`page_size=2&cursor=${first.next}${extra}`);
    const third = await page(`page_size=2&cursor=${second.next}${extra}`);
    expect([first.names, second.names, third.names]).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect([first.previous, third.next]).toEqual([null, null]);
    const back = await page(`page_size=2&cursor=${third.previous}${extra}`);
    expect(back.names).toEqual(['c', 'd']);
    expect((await page(`page_size=2&cursor=${back.next}${extra}`)).names).toEqual(['e']);
    const start = await page(`page_size=2&cursor=${back.previous}${extra}`);
    expect([start.names, start.previous]).toEqual([['a', 'b'], null]);
  }
});

it('neither repeats nor loses a row while others come, change and go', async () => {
  const ids: Record<string, string> = {};
  for (let i = 1; i <= 6; i += 1) ids[`p${i}`] = await insert(`p${i}`, i * 10);
  const first = await page('page_size=2');
  await insert('before', 5);
  await insert('after', 55);
  await harness.context.db.deleteFrom('employees').where('id', '=', ids['p2']!).execute();
  await harness.context.db
    .updateTable('employees')
    .set({ modified_at: '2026-12-01T00:00:00Z' })
    .where('id', '=', ids['p4']!)
    .execute();
  await harness.context.db
    .updateTable('employees')
    .set({ remote_was_deleted: true })
    .where('id', '=', ids['p3']!)
    .execute();
  const seen: string[] = [...first.names];
  for (let cursor = first.next; cursor !== null;) {
    const next = await page(`page_size=2&cursor=${cursor}`);
    seen.push(...next.names);
    cursor = next.next;
  }
  expect(seen).toEqual(['p1', 'p2', 'p4', 'p5', 'after', 'p6']);
});

it('shows 30 unless told, and 100 at most', async () => {
  for (let i = 0; i < 101; i += 1) await insert(`p${i}`, i);
  expect((await page('')).names).toHaveLength(30);
  const most = await page('page_size=100000');
  expect(most.names).toHaveLength(100);
  expect((await page(`page_size=100000&cursor=${most.next}`)).names).toEqual(['p100']);
});

it('refuses a cursor that is forged, of other filters, of another list or of another account', async () => {
  await insert('a', 1);
  await insert('b', 2);
  const { next } = await page('page_size=1&employment_status=ACTIVE');
  const refused = (url: string, headers = tenant.headers) => harness.get(url, headers);
  const [payload, signature] = next.split('.') as [string, string];
  const forged = `${Buffer.from('["next","1970-01-01 00:00:00+00","x"]').toString('base64url')}.${signature}`;
  const tampered = `${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  for (const cursor of ['junk', forged, tampered, payload]) {
    const answer = await refused(`/hris/v1/employees?page_size=1&employment_status=ACTIVE&cursor=${cursor}`);
    expectProblem(answer, 400, 'cursor_invalid', '/cursor');
  }
  const other = await createTenant(harness);
  expectProblem(await refused(`/hris/v1/employees?cursor=${next}`), 400, 'cursor_invalid', '/cursor');
  expectProblem(
    await refused(`/hris/v1/employees?employment_status=PENDING&cursor=${next}`),
    400,
    'cursor_invalid',
    '/cursor',
  );
  expectProblem(await refused(`/hris/v1/companies?cursor=${next}`), 400, 'cursor_invalid', '/cursor');
  expectProblem(
    await refused(`/hris/v1/employees?employment_status=ACTIVE&cursor=${next}`, other.headers),
    400,
    'cursor_invalid',
    '/cursor',
  );
  // Page size and extras are no filters.
  expect((await page(`page_size=5&employment_status=ACTIVE&expand=manager&cursor=${next}`)).names).toEqual([
    'b',
  ]);
});
