import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { runStatement } from '../db/prepared.ts';
import type { FetchedEnds, RowPlace } from '../lib/page.ts';
import type { FreshnessRow } from './freshness.ts';
import type { RecordSelection, StoredRecord } from './record-selection.ts';
import {
  pageStatements,
  pageValues,
  recordStatements,
  rowStatements,
  toPageShape,
  type PageFacts,
} from './record-statements.ts';
import { recordSources } from './record-states.ts';
import type { RecordModel } from './record-tables.ts';

/** A page as a text, or what stands for it when there are no rows: ''. */
export interface StoredPage {
  bodies: string;
  ends: FetchedEnds;
  /** Another for other bodies: it is made of the rows' ids and versions, so that no body is hashed. */
  version: string;
  freshness: FreshnessRow | undefined;
}

/** Of an account that was erased meanwhile. */
const NO_FACTS: PageFacts = [false, null, null, null, null, null];

/** One page with its freshness in one round trip; the bodies are joined by Postgres (bench: api). */
export async function readPage(
  db: Db,
  linkedAccountId: string,
  selection: RecordSelection,
): Promise<StoredPage> {
  const statement = pageStatements.get(db, toPageShape(selection));
  const [row] = await runStatement(db, statement, pageValues(linkedAccountId, selection));
  const [hasMore, version, nearestKey, nearestId, farthestKey, farthestId] = row
    ? (JSON.parse(row.facts) as PageFacts)
    : NO_FACTS;
  return {
    bodies: row?.bodies ?? '',
    version: version ?? '',
    ends: {
      hasMore,
      nearest: toPlace(nearestKey, nearestId),
      farthest: toPlace(farthestKey, farthestId),
    },
    freshness: row,
  };
}

/** The same page row by row, with what stands beside the bodies; nearest to the cursor first, one row beyond the page. */
export async function listStoredRecords(
  db: Db,
  linkedAccountId: string,
  selection: RecordSelection,
): Promise<(StoredRecord & { place: RowPlace })[]> {
  const statement = rowStatements.get(db, toPageShape(selection));
  const rows = await runStatement(db, statement, pageValues(linkedAccountId, selection));
  return rows.map(({ key, id, ...record }) => ({ ...record, place: { key, id } }));
}

export interface FoundRecord {
  /** Undefined: unknown, or another account's. */
  record: (StoredRecord & { version: string }) | undefined;
  freshness: FreshnessRow | undefined;
}

/** One record with its freshness in one round trip. */
export async function findStoredRecord(
  db: Db,
  linkedAccountId: string,
  model: RecordModel,
  id: string,
  { instant, isBodyEnough }: { instant: string | null; isBodyEnough: boolean },
): Promise<FoundRecord> {
  const statement = recordStatements.get(db, { model, isFormer: instant !== null, isBodyEnough });
  const values = { account: linkedAccountId, model, id, instant };
  const [row] = await runStatement(db, statement, values);
  if (!row || row.body === null || row.version === null) return { record: undefined, freshness: row };
  const { body, remote_data = null, enum_origins = null, version } = row;
  return { record: { body, remote_data, enum_origins, version }, freshness: row };
}

/** Bodies by id, also of deleted records: a relation may still point to one. */
export async function findBodies(
  db: Db,
  linkedAccountId: string,
  model: RecordModel,
  ids: string[],
  instant: string | null,
): Promise<{ id: string; body: string }[]> {
  const states = recordSources(linkedAccountId, model, instant).map(
    ({ from, conditions }) => sql`
    select id, body::text as body
      from ${from} source where ${sql.join([...conditions, sql`id = any(${ids}::uuid[])`], sql` and `)}`,
  );
  const { rows } = await sql<{ id: string; body: string }>`${sql.join(states, sql` union all `)}`.execute(db);
  return rows;
}

const toPlace = (key: string | null, id: string | null): RowPlace | null =>
  key === null || id === null ? null : { key, id };
