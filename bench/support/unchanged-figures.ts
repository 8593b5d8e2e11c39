import { createHash, hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { sql } from 'kysely';
import { from as copyFrom } from 'pg-copy-streams';
import { csvOptions } from '../../src/connectors/justworks/web/reports/csv.ts';
import { ceilingFigure, costFigure, type Figure } from './figure.ts';
import { interleave } from './interleave.ts';
import { startServiceDatabase } from './service-database.ts';
import { BenchAccount } from './unchanged-account.ts';
import { REPORTS, startUnchangedSource, type UnchangedSource } from './unchanged-source.ts';

const ROUNDS = 5;
/** For what takes a tenth of a second, of which a garbage collection may be half. */
const SHORT_ROUNDS = 31;
const MAX_RECORD_BYTES = 1024 * 1024;
const LINES_AT_ONCE = 1000;
const MB = 1_000_000;

interface Bench {
  account: BenchAccount;
  source: UnchangedSource;
}

/** What a run costs when nothing has changed: the same bytes, and the same rows in other bytes; and when one person has. */
export async function unchangedFigures(people = 100_000): Promise<Figure[]> {
  await using database = await startServiceDatabase('bench-unchanged');
  await using source = await startUnchangedSource(people);
  await using account = await BenchAccount.create(database.url, source.url);
  await account.sync('succeeded');
  // The database would do it in the background at some time, and its log would count for whoever is measured then.
  await sql`vacuum (analyze)`.execute(account.context.db);
  const bench = { account, source };
  const before = await account.fingerprintRows();
  const figures = [await otherBytes(bench), await sameBytes(bench), await writtenAhead(bench)];
  if ((await account.fingerprintRows()) !== before)
    throw new Error('A row of the record tables was written.');
  return [...figures, await oneChanged(bench, people)];
}

/** One person of many is another one in each run. */
async function oneChanged(bench: Bench, people: number): Promise<Figure> {
  const changed = async () => {
    await bench.source.change();
    await bench.account.sync('succeeded');
  };
  await changed();
  const medians = await race('one changed', () => parseAndCopy(bench), changed);
  return costFigure(`one changed person of ${people}, ms`, medians['ours']!, medians['limit']!, null);
}

async function otherBytes(bench: Bench): Promise<Figure> {
  const respelled = async () => {
    await bench.source.respell();
    await bench.account.sync('unchanged');
  };
  return await compare('other bytes', () => parseAndCopy(bench), respelled, { max: 1.5 });
}

async function sameBytes(bench: Bench): Promise<Figure> {
  await bench.account.sync('unchanged');
  const ours = () => bench.account.sync('unchanged');
  return await compare('same bytes', () => readAndHash(bench), ours, { max: 1.3, rounds: SHORT_ROUNDS });
}

async function compare(
  what: string,
  limit: () => Promise<void>,
  ours: () => Promise<void>,
  { max, rounds }: { max: number; rounds?: number },
): Promise<Figure> {
  const medians = await race(`unchanged, ${what}`, limit, ours, rounds);
  return ceilingFigure(`time of an unchanged run, ${what}`, medians['ours']! / medians['limit']!, 1, {
    max,
    unit: 'times the limit',
  });
}

async function race(what: string, limit: () => Promise<void>, ours: () => Promise<void>, rounds = ROUNDS) {
  const contestants = [
    { name: 'limit', run: limit },
    { name: 'ours', run: ours },
  ];
  const medians = await interleave(contestants, rounds);
  console.log(`${what}: ${JSON.stringify(medians)} ms`);
  return medians;
}

/** Of one run that finds other bytes; what the limit writes stands beside it. */
async function writtenAhead(bench: Bench): Promise<Figure> {
  const limit = await measureWal(bench, () => parseAndCopy(bench));
  await bench.source.respell();
  const ours = await measureWal(bench, () => bench.account.sync('unchanged'));
  return ceilingFigure('write-ahead log of an unchanged run, MB', ours, limit, { max: 1, unit: 'MB' });
}

async function measureWal({ account }: Bench, work: () => Promise<void>): Promise<number> {
  const { db } = account.context;
  const look = () => sql<{ at: string }>`select pg_current_wal_lsn()::text as at`.execute(db);
  const from = (await look()).rows[0]!.at;
  await work();
  const { rows } = await sql<{ bytes: number }>`
    select (pg_current_wal_lsn() - ${from}::pg_lsn)::double precision as bytes`.execute(db);
  return rows[0]!.bytes / MB;
}

/** The floor for rows that must be looked at: the bare parser, and key and hash of each row into a table. */
async function parseAndCopy({ account, source }: Bench): Promise<void> {
  const client = await account.context.pool.connect();
  try {
    await client.query('create table if not exists bench_keys (key text, hash text)');
    await client.query('truncate bench_keys');
    for (const report of REPORTS) {
      const rows = (await source.download(account.context, report)).pipe(parse(csvOptions(MAX_RECORD_BYTES)));
      await pipeline(Readable.from(toLines(rows)), client.query(copyFrom('copy bench_keys from stdin')));
    }
  } finally {
    client.release();
  }
}

async function* toLines(rows: AsyncIterable<string[]>): AsyncGenerator<string> {
  let lines: string[] = [];
  for await (const cells of rows) {
    lines.push(`${cells[0]}\t${hash('sha256', cells.join('\0'))}\n`);
    if (lines.length < LINES_AT_ONCE) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

/** The floor for bytes that need not be looked at. */
async function readAndHash({ account, source }: Bench): Promise<void> {
  for (const report of REPORTS) {
    const digest = createHash('sha256');
    const body: AsyncIterable<Buffer> = await source.download(account.context, report);
    for await (const chunk of body) digest.update(chunk);
    digest.digest();
  }
}
