import { readFile, writeFile } from 'node:fs/promises';
import { ceilingFigure, costFigure, type Figure } from './support/figure.ts';
import { median } from './support/interleave.ts';
import { writeReportFiles } from './support/report-files.ts';
import { addAccount, syncOnce } from './support/sync-account.ts';
import { copyRows, readRecordSizes, runFloor, type RecordSizes } from './support/sync-floor.ts';
import { syncGrowth } from './support/sync-memory.ts';
import { startBenchServer, type BenchServer } from './support/sync-server.ts';
import type { Reports } from './support/sync-source.ts';
import { unchangedFigures } from './support/unchanged-figures.ts';

const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 100_000);
const SMALL = 2_000;
const MILLION = 1_000_000;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const MAX_FIRST = 3;
const MAX_GROWTH = { max: 150, unit: 'MB' };

/** First syncs, one change among many people, and unchanged sources. With `--million`, the memory of a million people too. */
export async function measure(): Promise<Figure[]> {
  const figures = await changedFigures();
  return [...figures, ...(await unchangedFigures())];
}

async function changedFigures(): Promise<Figure[]> {
  await using server = await startBenchServer();
  await using files = await writeReportFiles(PEOPLE);
  await using small = await writeReportFiles(SMALL);
  const bench = { server, files, sizes: await measureSizes(server, small) };
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await runRound(bench));
  const of = (name: keyof Round) => median(rounds.map((round) => round[name]));
  return [
    costFigure(`first sync of ${PEOPLE}, s`, of('first'), of('floor'), MAX_FIRST),
    costFigure(`one changed of ${PEOPLE}, s`, of('changed'), of('copy'), null),
    await growthFigure(server, files, small, PEOPLE),
    ...(process.argv.includes('--million') ? [await millionFigure(server, small)] : []),
  ];
}

/** Seconds, all of one round and so of one state of the machine. */
interface Round {
  floor: number;
  first: number;
  copy: number;
  changed: number;
}

async function runRound(bench: { server: BenchServer; files: Reports; sizes: RecordSizes }): Promise<Round> {
  const { server, files, sizes } = bench;
  const floor = await inDatabase(server, (database, account) => runFloor(database, account, files, sizes));
  await using database = await server.createDatabase();
  const account = await addAccount(database.db);
  const first = await seconds(() => syncOnce(database, account, files));
  const copy = await seconds(() => copyRows(database.pool, files));
  const original = await readFile(files.census);
  await writeFile(files.census, changeOne(original));
  const changed = await seconds(() => syncOnce(database, account, files));
  await writeFile(files.census, original);
  return { floor, first, copy, changed };
}

/** Another preferred name for the first person whose row has one. */
const changeOne = (census: Buffer): string => census.toString().replace(',Sam,', ',Samantha,');

type Work = (
  database: Awaited<ReturnType<BenchServer['createDatabase']>>,
  account: Awaited<ReturnType<typeof addAccount>>,
) => Promise<void>;

async function inDatabase(server: BenchServer, work: Work): Promise<number> {
  await using database = await server.createDatabase();
  const account = await addAccount(database.db);
  return await seconds(() => work(database, account));
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

async function measureSizes(server: BenchServer, small: Reports): Promise<RecordSizes> {
  await using database = await server.createDatabase();
  const account = await addAccount(database.db);
  await syncOnce(database, account, small);
  return await readRecordSizes(database.db, account);
}

async function growthFigure(
  server: BenchServer,
  files: Reports,
  small: Reports,
  people: number,
): Promise<Figure> {
  const growth = await syncGrowth(server, files, small);
  return ceilingFigure(`growth of memory over ${people}, MB`, growth, MAX_GROWTH.max, MAX_GROWTH);
}

async function millionFigure(server: BenchServer, small: Reports): Promise<Figure> {
  await using files = await writeReportFiles(MILLION);
  return await growthFigure(server, files, small, MILLION);
}
