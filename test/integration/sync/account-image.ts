import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../src/db/client.ts';
import { RECORD_TABLES } from '../../../src/hris/record-tables.ts';
import { readEventData, STORED_EVENT, type StoredEvent } from '../../../src/hris/told-events.ts';

type Row = Record<string, unknown>;

/** All that runs left of an account, in words that do not depend on ids and times. */
export interface AccountImage {
  records: string[];
  versions: string[];
  events: string[];
  issues: string[];
  runs: string[];
  stage: string[];
}

export async function takeImage(db: Db): Promise<AccountImage> {
  const records: Row[] = [];
  for (const [model, table] of Object.entries(RECORD_TABLES)) {
    const { rows } = await sql<{ row: Row }>`select to_jsonb(r) as row from ${sql.table(table)} r`.execute(
      db,
    );
    records.push(...rows.map(({ row }) => ({ ...row, model })));
  }
  const name = toNaming(records);
  const write = (rows: readonly Row[]) => rows.map(name).sort();
  // Of one row's doubts the subject is a keyed hash.
  const subject = sql`case when length(subject) = 43 then '(key)' else subject end as subject`;
  const issues = sql`select code, ${subject}, status, error_description, error_details from issues`;
  const runs = sql`select state, counts, change_summary, error_code, error_message, findings from sync_runs order by queued_at`;
  return {
    records: write(records.map((row) => ({ ...row, fingerprint: null }))),
    versions: write(
      await rowsOf(db, sql`select model, record_id, sequence, body, changes from record_versions`),
    ),
    events: write(await readEvents(db)),
    issues: write(await rowsOf(db, issues)),
    runs: (await rowsOf(db, runs)).map(name),
    stage: write(await rowsOf(db, STAGE)),
  };
}

/**
 * What stands staged, with its contents wherever they stand; without what is each run's own. Statuses are settled for the day where they
 * are compared, which is not done for rows in doubt.
 */
const STAGE = sql`
  select s.model, s.ordinal, s.owner_ordinal, s.source_key, s.remote_id, s.person_remote_id, s.work_id, s.work_email, s.personal_email,
         s.name_key, s.birth_date, s.effective_date, s.start_date, s.termination_date, case when s.problem is null then s.employment_status end as status_today, s.source_status,
         s.missing_fields, s.fields_hash, s.beside_hash, s.refs, s.kept_fields, s.row_fingerprint is not null as is_marked, s.record_id, s.person_id, s.relations,
         s.action, s.problem, c.own_fields, c.lines, c.typed, c.enum_origins, c.remote_data
    from sync_stage s
    left join sync_stage_contents c
           on c.sync_run_id = coalesce(s.contents_run_id, s.sync_run_id) and c.model = s.model
          and c.ordinal = coalesce(s.contents_ordinal, s.ordinal)`;

async function rowsOf(db: Db, query: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<{ row: Row }>`select to_jsonb(one) as row from (${query}) one`.execute(db);
  return rows.map(({ row }) => row);
}

/** Of one row's doubts, as the database spells it. */
const KEYED_SUBJECT = /"subject" ?: ?"[\w-]{43}"/;

async function readEvents(db: Db): Promise<Row[]> {
  const { rows } = await sql<StoredEvent>`select ${STORED_EVENT} from outbox_events e order by e.id`.execute(
    db,
  );
  const texts = await readEventData(db, rows);
  return rows.map(({ type }, place) => ({
    type,
    data: JSON.parse(texts[place]!.replace(KEYED_SUBJECT, '"subject":"(key)"')) as unknown,
  }));
}

/** Calls each record by what is in it, so that the same record has the same name in both accounts. */
function toNaming(records: readonly Row[]): (value: unknown) => string {
  const names = new Map(
    records.map((row) => {
      const text = write({ ...row, fingerprint: null }, () => '(id)');
      return [String(row['id']), createHash('sha256').update(text).digest('hex').slice(0, 12)] as const;
    }),
  );
  return (value) => write(value, (id) => names.get(id) ?? '(id)');
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Midnight is a date's; all else is when something was done. */
const INSTANT = /^\d{4}-\d\d-\d\dT(?!00:00:00Z)/;

function write(value: unknown, nameId: (id: string) => string): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'string') return part;
    return INSTANT.test(part) ? '(time)' : part.replace(UUID, (id) => nameId(id));
  });
}
