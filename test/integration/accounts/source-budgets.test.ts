import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { spendBudget } from '../../../src/accounts/source-budgets.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { insertAccount, type AccountIds } from '../../support/rows.ts';

const DAY_MS = 86_400_000;

let database: TestDatabase;
let clock: ManualClock;
let account: AccountIds;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  clock = new ManualClock('2026-11-18T22:00:00Z');
  account = await insertAccount(database.db);
});

const spend = (what: 'sign_in' | 'report', scope = account) =>
  spendBudget(
    { db: database.db, clock, config: { sync: { budgets: { maxSignInsPerDay: 3, maxReportsPerDay: 5 } } } },
    scope,
    what,
  );

async function usage(scope = account): Promise<[string, string, number][]> {
  const rows = await database.db
    .selectFrom('source_usage')
    .select(['day', 'what', 'count'])
    .where('linked_account_id', '=', scope.linkedAccountId)
    .orderBy('day')
    .orderBy('what')
    .execute();
  return rows.map(({ day, what, count }) => [String(day).slice(0, 10), what, count]);
}

it('gives out a day’s sign-ins and no more, and says how long until the next day', async () => {
  for (let n = 0; n < 3; n += 1) await spend('sign_in');
  await expect(spend('sign_in')).rejects.toMatchObject({
    code: 'budget_spent',
    subject: 'sign_in',
    retryAfterMs: 2 * 3_600_000,
  });
  await spend('report');
  expect(await usage()).toEqual([
    ['2026-11-18', 'report', 1],
    ['2026-11-18', 'sign_in', 3],
  ]);
  clock.advance(2 * 3_600_000);
  await spend('sign_in');
  expect((await usage()).at(-1)).toEqual(['2026-11-19', 'sign_in', 1]);
});

it('counts exactly when many ask at once', async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => spend('report')));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(await usage()).toEqual([['2026-11-18', 'report', 5]]);
});

it('keeps one account’s use from another’s', async () => {
  const other = await insertAccount(database.db);
  for (let n = 0; n < 3; n += 1) await spend('sign_in');
  await spend('sign_in', other);
  expect(await usage(other)).toEqual([['2026-11-18', 'sign_in', 1]]);
});

it('counts nothing under another organization', async () => {
  const other = await insertAccount(database.db);
  const foreign = { organizationId: other.organizationId, linkedAccountId: account.linkedAccountId };
  await expect(spend('sign_in', foreign)).rejects.toMatchObject({ code: 'budget_spent' });
  expect(await usage()).toEqual([]);
});

it('sweeps what is older than five weeks', async () => {
  await spend('report');
  clock.advance(20 * DAY_MS);
  await spend('report');
  clock.advance(20 * DAY_MS);
  await spend('report');
  expect((await usage()).map(([day]) => day)).toEqual(['2026-12-08', '2026-12-28']);
});
