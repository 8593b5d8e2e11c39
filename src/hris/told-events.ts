import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { toArrayText, uuidArray } from '../db/sql-array.ts';
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
 * stands beside it. The record is null where its states were erased. One statement for each model among the events, and one
 * more where some tell a state that is no longer the record's.
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

function toText(event: StoredEvent, bodies: ReadonlyMap<StoredEvent, string>): string {
  if (!isOfRecord(event)) return event.data;
  const record = bodies.get(event) ?? 'null';
  return `{"record":${record},"sequence":${event.record_sequence},${event.data.slice(event.data.indexOf('{') + 1)}`;
}

/** Those of an earlier release hold the record themselves. */
const isAboutRecord = (event: StoredEvent): boolean =>
  event.linked_account_id !== null && modelOf(event) in RECORD_TABLES;
const isOfRecord = (event: StoredEvent): event is RecordEvent => event.record_id !== null;
const modelOf = (event: StoredEvent): RecordModel => event.type.split('.')[0] as RecordModel;

/** The record's own state first, then a version of it: a state that is lost in between is a version by then. */
async function readStates(
  db: Db | Trx,
  events: readonly RecordEvent[],
): Promise<ReadonlyMap<StoredEvent, string>> {
  const bodies = new Map<StoredEvent, string>();
  const add = (told: readonly RecordEvent[], states: readonly State[]) => {
    for (const { place, body } of states) bodies.set(told[place - 1]!, hideSensitive(body));
  };
  for (const [model, told] of Map.groupBy(events, modelOf)) {
    add(told, await selectStates(db, told, sql.table(RECORD_TABLES[model]), sql`state.id`));
    const former = told.filter((event) => !bodies.has(event));
    if (former.length === 0) continue;
    const versions = sql`(select * from record_versions where model = ${model})`;
    add(former, await selectStates(db, former, versions, sql`state.record_id`));
  }
  return bodies;
}

interface State {
  /** Of the event, from 1 on. */
  place: number;
  body: string;
}

/** Each is looked up by the key, however many the statistics think there are. */
async function selectStates(
  db: Db | Trx,
  events: readonly RecordEvent[],
  states: RawBuilder<unknown>,
  recordId: RawBuilder<unknown>,
): Promise<State[]> {
  const { rows } = await sql<State>`
    select told.place, state.body::text as body
      from unnest(${uuidArray(events.map((event) => event.linked_account_id))},
                  ${uuidArray(events.map((event) => event.record_id))},
                  ${toArrayText(events.map((event) => event.record_sequence))}::bigint[])
           with ordinality told(linked_account_id, record_id, sequence, place)
     cross join lateral (
       select state.body from ${states} state
        where state.linked_account_id = told.linked_account_id and ${recordId} = told.record_id
          and state.sequence = told.sequence
       offset 0) state`.execute(db);
  return rows;
}
