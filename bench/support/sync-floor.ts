import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { sql } from 'kysely';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { csvOptions } from '../../src/connectors/justworks/web/reports/csv.ts';
import { createSite } from '../../src/connectors/justworks/web/site.ts';
import type { Db } from '../../src/db/client.ts';
import { newId } from '../../src/lib/ids.ts';
import { CENSUS_HEADER, HISTORY_HEADER } from './report-rows.ts';
import type { BenchAccount } from './sync-account.ts';
import type { BenchDatabase } from './sync-server.ts';
import type { Reports } from './sync-source.ts';

const { recordBytes } = createSite({}).limits;

/** Average characters of what stands in a record's JSON columns. */
interface RecordSize {
  body: number;
  remote_data: number;
  enum_origins: number;
}

export type RecordSizes = Record<'employees' | 'employments' | 'locations', RecordSize>;

/** As the account's sync left them: the floor writes as many characters into the same columns. */
export async function readRecordSizes(db: Db, { linkedAccountId }: BenchAccount): Promise<RecordSizes> {
  const read = async (table: keyof RecordSizes): Promise<RecordSize> => {
    const { rows } = await sql<RecordSize>`
      select round(avg(length(body::text)))::int as body, round(avg(length(remote_data::text)))::int as remote_data,
             round(avg(length(enum_origins::text)))::int as enum_origins
        from ${sql.table(table)} where linked_account_id = ${linkedAccountId}`.execute(db);
    return rows[0]!;
  };
  return {
    employees: await read('employees'),
    employments: await read('employments'),
    locations: await read('locations'),
  };
}

/**
 * The least that a first sync could do: the bare parser, COPY of the rows as they are, and one insert into each of the same
 * indexed tables, as many rows of the same size as ours come to.
 */
export async function runFloor(
  { db, pool }: BenchDatabase,
  account: BenchAccount,
  reports: Reports,
  sizes: RecordSizes,
): Promise<void> {
  await copyRows(pool, reports);
  await db.transaction().execute(async (trx) => {
    await sql`
      insert into employees (linked_account_id, id, source_key, fingerprint, body, remote_data, enum_origins, sequence,
             created_at, modified_at, employee_number, first_name, last_name, preferred_name, display_full_name, work_email,
             personal_email, work_id, name_key, birth_date, employment_status, manager_id, home_location_id, start_date)
      select ${account.linkedAccountId}, id, id, sha256(work_id::bytea), ${jsonOf(sizes.employees)}, 1, now(), now(), work_id,
             first_name, last_name, preferred_name, first_name, nullif(work_email, ''), nullif(personal_email, ''), work_id,
             first_name, to_date(date_of_birth, 'MM/DD/YYYY'), status, id, other_id, to_date(start_date, 'MM/DD/YYYY')
        from floor_census line`.execute(trx);
    await sql`
      insert into locations (linked_account_id, id, source_key, fingerprint, body, remote_data, enum_origins, sequence,
             created_at, modified_at, location_type, country)
      select ${account.linkedAccountId}, other_id, other_id, sha256(work_id::bytea), ${jsonOf(sizes.locations)}, 1, now(), now(),
             'HOME', country
        from floor_census line`.execute(trx);
    await sql`
      insert into employments (linked_account_id, id, source_key, fingerprint, body, remote_data, enum_origins, sequence,
             created_at, modified_at, employee_id, effective_date)
      select ${account.linkedAccountId}, id, id, sha256(work_id::bytea), ${jsonOf(sizes.employments)}, 1, now(), now(), other_id,
             to_date(effective_date, 'MM/DD/YYYY')
        from floor_history line`.execute(trx);
  });
}

/** Parse and COPY alone. */
export async function copyRows(pool: pg.Pool, { census, workHistory }: Reports): Promise<void> {
  await copyReport(pool, census, 'floor_census', CENSUS_HEADER);
  await copyReport(pool, workHistory, 'floor_history', HISTORY_HEADER);
}

const jsonOf = (size: RecordSize) => {
  const text = (length: number) => sql`to_json(left(repeat(line::text, 9), ${Math.max(0, length - 2)}))`;
  return sql`${text(size.body)}, ${text(size.remote_data)}, ${text(size.enum_origins)}`;
};

async function copyReport(
  pool: pg.Pool,
  file: string,
  table: string,
  header: readonly string[],
): Promise<void> {
  const columns = header.map((name) => `${name.toLowerCase().replaceAll(' ', '_')} text`);
  await pool.query(`drop table if exists ${table}`);
  await pool.query(`create unlogged table ${table} (id uuid, other_id uuid, ${columns.join(', ')})`);
  const client = await pool.connect();
  try {
    const copy = client.query(copyFrom(`copy ${table} from stdin`));
    await pipeline(
      createReadStream(file),
      parse({ ...csvOptions(recordBytes), from_line: 2 }),
      toLines,
      copy,
    );
  } finally {
    client.release();
  }
}

async function* toLines(rows: AsyncIterable<string[]>): AsyncGenerator<string> {
  let lines = '';
  for await (const cells of rows) {
    lines += `${newId()}\t${newId()}\t${cells.join('\t').replaceAll('\\', '\\\\')}\n`;
    if (lines.length < 65_536) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}
