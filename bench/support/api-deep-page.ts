import { sql } from 'kysely';
import type { AppContext } from '../../src/app-context.ts';
import { openCursors } from '../../src/lib/page.ts';
import type { Ours } from '../api.ts';
import { insertAccounts, insertPeople, type BenchAccount } from './api-rows.ts';
import { costFigure, type Figure } from './figure.ts';
import { median } from './interleave.ts';

const LOOKS = 300;
const PAGE = 100;
const MAX_RATIO = 1.2;

/** The last page of one account with very many people beside its first, asked for by turns. */
export async function measureDeepPage(
  context: AppContext,
  cursorKey: Uint8Array,
  { server }: Ours,
  rows: number,
): Promise<Figure> {
  const { key, accounts } = await insertAccounts(context, 1);
  await insertPeople(context, accounts, rows);
  await sql`vacuum analyze employees`.execute(context.db);
  const headers = { authorization: `Bearer ${key}`, 'x-account-token': accounts[0]!.token };
  const first = `${server}/api/hris/v1/employees?page_size=${PAGE}`;
  const last = `${first}&cursor=${encodeURIComponent(await lastCursor(context, cursorKey, accounts[0]!))}`;
  await expectLastPage(last, headers);
  const times: Record<'first' | 'last', number[]> = { first: [], last: [] };
  for (let look = 0; look < LOOKS; look += 1) {
    times.first.push(await timePage(first, headers));
    times.last.push(await timePage(last, headers));
  }
  return costFigure(
    `last page of ${rows} people beside the first, ms`,
    median(times.last),
    median(times.first),
    MAX_RATIO,
  );
}

/** As the page before the last would give it: walking there would take ten thousand pages. */
async function lastCursor(
  { db }: AppContext,
  cursorKey: Uint8Array,
  { id: linkedAccountId }: BenchAccount,
): Promise<string> {
  const place = await db
    .selectFrom('employees')
    .select(['created_at', 'id'])
    .where('linked_account_id', '=', linkedAccountId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .offset(PAGE)
    .limit(1)
    .executeTakeFirstOrThrow();
  const list = {
    linkedAccountId,
    model: 'employee',
    filters: {},
    isDeletedIncluded: false,
    order: 'created_at',
  };
  return openCursors(cursorKey, list).write({ direction: 'next', value: place.created_at, id: place.id });
}

async function expectLastPage(url: string, headers: Record<string, string>): Promise<void> {
  const { next, results } = (await (await fetch(url, { headers })).json()) as {
    next: string | null;
    results: unknown[];
  };
  if (next !== null || results.length !== PAGE) throw new Error('That was not the last page.');
}

async function timePage(url: string, headers: Record<string, string>): Promise<number> {
  const startedAt = performance.now();
  await (await fetch(url, { headers })).text();
  return performance.now() - startedAt;
}
