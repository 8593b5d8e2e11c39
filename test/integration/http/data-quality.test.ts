import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from 'kysely';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
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

const PATH = '/api/v1/linked-accounts/{id}/data-quality';
const EMPLOYEES = `${PATH}/{check}/employees`;
const read = (rest = '', id = tenant.linkedAccountId, by: Tenant | null = tenant) =>
  harness.get(
    `/api/v1/linked-accounts/${id}/data-quality${rest}`,
    by ? { authorization: `Bearer ${by.key}` } : {},
  );

async function addEmployee(workEmail: string | null): Promise<string> {
  const id = newId();
  await sql`
    insert into employees (linked_account_id, id, source_key, fingerprint, body, sequence, created_at, modified_at,
                           employment_status, work_email)
    values (${tenant.linkedAccountId}, ${id}, ${id}, '', '{}', 1, now(), now(), 'ACTIVE', ${workEmail})`.execute(
    harness.context.db,
  );
  return id;
}

it('is empty before the first sync, and tells the numbers of the last one', async () => {
  const before = await read();
  expectDocumented(before, 'get', PATH);
  expect(before.json).toEqual({ linked_account_id: tenant.linkedAccountId, checks: [] });
  await sql`
    insert into data_quality_counts values
      (${tenant.linkedAccountId}, 'manager_cycle', 0, null, null, '2026-11-22T12:00:00Z', ${newId()}),
      (${tenant.linkedAccountId}, 'missing_work_email', 2, 40, '2026-11-20T12:00:00Z', '2026-11-22T12:00:00Z', ${newId()})`.execute(
    harness.context.db,
  );
  const after = await read();
  expectDocumented(after, 'get', PATH);
  expect(after.json.checks).toEqual([
    {
      check: 'missing_work_email',
      field: 'work_email',
      affected_count: 2,
      total_count: 40,
      affected_since: '2026-11-20T12:00:00.000000Z',
      measured_at: '2026-11-22T12:00:00.000000Z',
    },
    {
      check: 'manager_cycle',
      field: null,
      affected_count: 0,
      total_count: null,
      affected_since: null,
      measured_at: '2026-11-22T12:00:00.000000Z',
    },
  ]);
});

it('pages through whom a check is about, forth and back, by id alone', async () => {
  await addEmployee('ada@corp.example');
  const blank = [await addEmployee(null), await addEmployee(null), await addEmployee(null)].toSorted();
  const first = await read('/missing_work_email/employees?page_size=2');
  expectDocumented(first, 'get', EMPLOYEES);
  expect(first.json).toMatchObject({ previous: null, results: [{ id: blank[0] }, { id: blank[1] }] });
  const second = await read(`/missing_work_email/employees?page_size=2&cursor=${first.json.next}`);
  expect(second.json).toMatchObject({ next: null, results: [{ id: blank[2] }] });
  const back = await read(`/missing_work_email/employees?page_size=2&cursor=${second.json.previous}`);
  expect(back.json.results).toEqual(first.json.results);
});

it.each(['', '/missing_work_email/employees'])(
  'refuses “%s” to whoever it does not belong to',
  async (rest) => {
    expectProblem(await read(rest, tenant.linkedAccountId, null), 401, 'authorization_missing');
    expectProblem(await read(rest, tenant.linkedAccountId, stranger), 404, 'not_found');
    expectProblem(await read(rest, newId()), 404, 'not_found');
    expectProblem(await read(rest, 'no-uuid'), 404, 'not_found');
  },
);

it('refuses a check that is none or names nobody, and a cursor of another list', async () => {
  expectProblem(await read('/nonsense/employees'), 404, 'not_found');
  expectProblem(await read('/manager_cycle/employees'), 404, 'not_found');
  const { json } = await read('/missing_work_email/employees?page_size=1');
  expectProblem(
    await read(`/missing_manager/employees?cursor=${json.next}`),
    400,
    'cursor_invalid',
    '/cursor',
  );
});
