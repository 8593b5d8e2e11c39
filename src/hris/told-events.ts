import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { uuidArray } from '../db/uuid-array.ts';
import { hideEventData, listPendingHidden } from './hidden-events.ts';
import { hideSensitive } from './present-records.ts';
import { RECORD_TABLES, type RecordModel } from './record-tables.ts';

/** An event as it is stored. */
export interface StoredEvent {
  /** `<model>.<what happened>` where it tells of a record. */
  type: string;
  linked_account_id: string | null;
  record_id: string | null;
  record_sequence: number | null;
  /** JSON, as text: all of it, or what is told beside the record. */
  data: string;
}

/** Columns of the event `e` as a `StoredEvent`. */
export const STORED_EVENT = sql.raw(
  'e.type, e.linked_account_id, e.record_id, e.record_sequence, e.data::text as data',
);

type RecordEvent = StoredEvent & {
  linked_account_id: string;
  record_id: string;
  record_sequence: number;
};

/**
 * What each event tells, as JSON text, in the same order: the record in the state that the event is about, and what
 * stands beside it. The record is null where its states were erased. One statement for each model among the events.
 */
export async function readEventData(db: Db | Trx, events: readonly StoredEvent[]): Promise<string[]> {
  const ofRecords = events.filter(isAboutRecord);
  const bodies = await readStates(db, ofRecords.filter(isOfRecord));
  const hidden = await listPendingHidden(
    db,
    ofRecords.map((event) => event.linked_account_id!),
  );
  return events.map((event) => {
    const text = toText(event, bodies);
    const hiddenFields = isAboutRecord(event) ? hidden.get(event.linked_account_id!) : undefined;
    return hiddenFields ? hideEventData(event.type, text, hiddenFields) : text;
  });
}

function toText(event: StoredEvent, bodies: ReadonlyMap<string, string>): string {
  if (!isOfRecord(event)) return event.data;
  const record = bodies.get(keyOf(event)) ?? 'null';
  return `{"record":${record},"sequence":${event.record_sequence},${event.data.slice(event.data.indexOf('{') + 1)}`;
}

/** Those of an earlier release hold the record themselves. */
const isAboutRecord = (event: StoredEvent): boolean =>
  event.linked_account_id !== null && modelOf(event) in RECORD_TABLES;
const isOfRecord = (event: StoredEvent): event is RecordEvent => event.record_id !== null;
const keyOf = (event: RecordEvent): string => `${event.record_id} ${event.record_sequence}`;
const modelOf = (event: StoredEvent): RecordModel => event.type.split('.')[0] as RecordModel;

async function readStates(db: Db | Trx, events: readonly RecordEvent[]): Promise<Map<string, string>> {
  const bodies = new Map<string, string>();
  for (const [model, told] of Map.groupBy(events, modelOf)) {
    for (const { key, body } of await selectStates(db, model, told)) {
      bodies.set(key, hideSensitive(body));
    }
  }
  return bodies;
}

/** One statement: a state that is lost meanwhile is either still the record's or a version. */
async function selectStates(
  db: Db | Trx,
  model: RecordModel,
  events: readonly RecordEvent[],
): Promise<{ key: string; body: string }[]> {
  const { rows } = await sql<{ key: string; body: string }>`
    with told as materialized (
      select * from unnest(${uuidArray(events.map((event) => event.linked_account_id))},
                           ${uuidArray(events.map((event) => event.record_id))},
                           ${events.map((event) => event.record_sequence)}::bigint[])
                    told(linked_account_id, record_id, sequence))
    select told.record_id || ' ' || told.sequence as key, state.body::text as body
      from told
     cross join lateral (
       select r.body from ${sql.table(RECORD_TABLES[model])} r
        where r.linked_account_id = told.linked_account_id and r.id = told.record_id and r.sequence = told.sequence
       union all
       select v.body from record_versions v
        where v.linked_account_id = told.linked_account_id and v.model = ${model} and v.record_id = told.record_id
          and v.sequence = told.sequence) state`.execute(db);
  return rows;
}
