import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { createAppContext, type AppContext } from '../src/app-context.ts';
import { readConfiguration } from '../src/config/env.ts';
import { measureDeepPage } from './support/api-deep-page.ts';
import { measureOverload } from './support/api-overload.ts';
import { load, startServer, startWorkerProcess, type LoadRequest } from './support/api-processes.ts';
import { createPlainTable, insertAccounts, insertPeople, type BenchAccount } from './support/api-rows.ts';
import { ceilingFigure, ratioFigure, type Figure } from './support/figure.ts';
import { insertFleet, makeDue } from './support/fleet-accounts.ts';
import { median } from './support/interleave.ts';
import { startServiceDatabase } from './support/service-database.ts';

const ACCOUNTS = Number(process.env['BENCH_ACCOUNTS'] ?? 1000);
const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 200_000);
const DEEP_ROWS = Number(process.env['BENCH_DEEP_ROWS'] ?? 1_000_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 6);
const CONNECTIONS = 20;
const POOL = 10;
/** Accounts that are asked for by turns. */
const ASKED = 50;
const STEADY_RATE = 200;
const MAX_P95_MS = 1000;
const SYNCED_ACCOUNTS = 50;

/** Pages and records through the whole service, beside the least that can send the same bytes. */
export async function measure(): Promise<Figure[]> {
  await using database = await startServiceDatabase('bench-api');
  const environment = {
    DATABASE_URL: database.url,
    LINK_MAIL_DOMAIN: 'link.partner.example',
    MUSTER_SEALING_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    MUSTER_HTTP_PORT: '0',
    MUSTER_DATABASE_MAX_CONNECTIONS: String(POOL),
    MUSTER_RATE_LIMIT_PER_MINUTE: '10000000',
    MUSTER_RATE_LIMIT_PER_ACCOUNT: '10000000',
  };
  const { config, secrets } = readConfiguration(environment);
  await using context = createAppContext(config, secrets, 'muster-bench');
  const { key, accounts } = await seed(context);
  await using server = await startServer('api-server.ts', environment);
  const ours = { server: server.url, key, accounts };
  const cursorLength = await readCursorLength(ours);
  await using bare = await startServer('api-bare-server.ts', {
    ...environment,
    BENCH_CURSOR_LENGTH: String(cursorLength),
  });
  const figures = [
    ...(await measureThroughput(context, ours, bare.url)),
    await measureDuringSync(context, environment, ours),
    await measureOverload(ours.server, pageRequests(ours)),
  ];
  return [...figures, await measureDeepPage(context, secrets.cursorKey, ours, DEEP_ROWS)];
}

export interface Ours {
  server: string;
  key: string;
  accounts: BenchAccount[];
}

async function seed(context: AppContext): Promise<{ key: string; accounts: BenchAccount[] }> {
  const startedAt = performance.now();
  const seeded = await insertAccounts(context, ACCOUNTS);
  await insertPeople(context, seeded.accounts, Math.ceil(PEOPLE / ACCOUNTS));
  await createPlainTable(context);
  await sql`vacuum analyze`.execute(context.db);
  console.log(`seeded in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return seeded;
}

const headersOf = ({ key }: Ours, account: BenchAccount): Record<string, string> => ({
  authorization: `Bearer ${key}`,
  'x-account-token': account.token,
});

function pageRequests(ours: Ours): LoadRequest[] {
  return ours.accounts.slice(0, ASKED).map((account) => ({
    path: '/api/hris/v1/employees?page_size=100',
    headers: headersOf(ours, account),
  }));
}

async function readCursorLength(ours: Ours): Promise<number> {
  const [request] = pageRequests(ours);
  const answer = await fetch(ours.server + request!.path, { headers: request!.headers });
  const { next } = (await answer.json()) as { next: string | null };
  if (next === null) throw new Error('Each account needs more people than a page has.');
  return next.length;
}

interface Contest {
  url: string;
  requests: LoadRequest[];
}

async function measureThroughput(context: AppContext, ours: Ours, bare: string): Promise<Figure[]> {
  const asked = ours.accounts.slice(0, ASKED);
  const people = await listFirstPeople(context, asked);
  const plain = (name: string): LoadRequest[] =>
    asked.map(({ id }) => ({ path: `/${name}/${id}`, headers: {} }));
  const contests: Record<string, Contest> = {
    page: { url: ours.server, requests: pageRequests(ours) },
    joined: { url: bare, requests: plain('joined') },
    rows: { url: bare, requests: plain('rows') },
    one: {
      url: ours.server,
      requests: people.map(({ account, id }) => ({
        path: `/api/hris/v1/employees/${id}`,
        headers: headersOf(ours, account),
      })),
    },
    bareOne: {
      url: bare,
      requests: people.map(({ account, id }) => ({ path: `/one/${account.id}/${id}`, headers: {} })),
    },
  };
  await expectSameBytes(contests);
  const rates = await interleaveLoads(contests);
  console.log(`requests/s: ${JSON.stringify(rates)}`);
  return [
    ratioFigure('page of 100, requests/s, beside row by row', rates['page']!, rates['rows']!, 4),
    ratioFigure('page of 100, requests/s, beside bodies joined', rates['page']!, rates['joined']!, 0.7),
    ratioFigure('one employee, requests/s, beside its body sent', rates['one']!, rates['bareOne']!, 0.75),
  ];
}

/** A ratio says something only when both send the same. */
async function expectSameBytes(contests: Record<string, Contest>): Promise<void> {
  const read = async ({ url, requests: [request] }: Contest) => {
    const answer = await fetch(url + request!.path, { headers: request!.headers });
    return (await answer.text()).replace(/^{"next":"[^"]+"/, '');
  };
  const [page, joined, one, bareOne] = await Promise.all(
    ['page', 'joined', 'one', 'bareOne'].map((name) => read(contests[name]!)),
  );
  if (page !== joined || one !== bareOne)
    throw new Error('The bare routes send other bytes than the service.');
}

async function interleaveLoads(contests: Record<string, Contest>): Promise<Record<string, number>> {
  const rates = new Map(Object.keys(contests).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, { url, requests }] of Object.entries(contests)) {
      const report = await load({ url, requests, connections: CONNECTIONS, seconds: SECONDS });
      if (report.refused + report.failed > 0) throw new Error(`${name}: not all were answered.`);
      // The first round warms up.
      if (round > 0) rates.get(name)!.push(report.answeredPerSecond);
    }
  }
  return Object.fromEntries([...rates].map(([name, values]) => [name, median(values)]));
}

async function listFirstPeople(
  { db }: AppContext,
  accounts: readonly BenchAccount[],
): Promise<{ account: BenchAccount; id: string }[]> {
  const rows = await Promise.all(
    accounts.map((account) =>
      db
        .selectFrom('employees')
        .select('id')
        .where('linked_account_id', '=', account.id)
        .orderBy('created_at')
        .limit(1)
        .executeTakeFirstOrThrow(),
    ),
  );
  return rows.map(({ id }, place) => ({ account: accounts[place]!, id }));
}

/** A worker reads accounts all the while, one change in about every tenth reading. */
async function measureDuringSync(
  context: AppContext,
  environment: Record<string, string>,
  ours: Ours,
): Promise<Figure> {
  const wish = {
    url: ours.server,
    requests: pageRequests(ours),
    connections: CONNECTIONS,
    seconds: 2 * SECONDS,
    requestsPerSecond: STEADY_RATE,
  };
  const quiet = await load(wish);
  await insertFleet(context, SYNCED_ACCOUNTS, 600);
  await using worker = startWorkerProcess('fleet-worker.ts', environment);
  void worker;
  const stop = new AbortController();
  const feeding = keepDue(context, stop.signal);
  while ((await countStarted(context)) === 0) await pause(200);
  const before = await countStarted(context);
  const during = await load(wish);
  const runs = (await countStarted(context)) - before;
  stop.abort();
  await feeding;
  if (runs === 0) throw new Error('No sync was at work meanwhile.');
  console.log(`during syncs: ${Math.round(during.answeredPerSecond)} requests/s, ${runs} runs started`);
  return ceilingFigure('page of 100 at 200 requests/s during syncs, p95, ms', during.p95Ms, quiet.p95Ms, {
    max: MAX_P95_MS,
    unit: 'ms',
  });
}

/** Runs of the bench's past have no lease. */
async function countStarted({ db }: AppContext): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from sync_runs where lease_token > 0`.execute(db);
  return rows[0]!.count;
}

async function keepDue(context: AppContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await makeDue(context, 0);
    await pause(1000);
  }
}
