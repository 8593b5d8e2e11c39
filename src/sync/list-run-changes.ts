import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { RECORD_TABLES, type RecordModel } from '../hris/record-tables.ts';
import { readEventData, STORED_EVENT, type StoredEvent } from '../hris/told-events.ts';
import { openCursors, toPage, type Page, type PageRequest } from '../lib/page.ts';
import { DELETION } from './absent-records.ts';
import { selectPlanned, type PlacedChange, type RunChange, type Slice } from './planned-run-changes.ts';
import { getRun, type RunRow, type RunScope } from './sync-runs-store.ts';

/**
 * What a held run would do, by model; of any other run what it did, in the order in which it was told.
 * @throws AppError not_found, `cursor_invalid`
 */
export async function listRunChanges(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & { scope: RunScope; id: string; linkedAccountId?: string },
): Promise<Page<RunChange>> {
  const { scope, id, pageSize } = input;
  const run = await getRun(deps.db, input);
  const isHeld = run.state === 'held';
  const cursors = openCursors(deps.cursorKey, { scope, list: 'run-changes', id, isHeld });
  const from = cursors.read(input.cursor);
  const slice = { from, limit: pageSize + 1 };
  const rows = isHeld
    ? await inTransaction(deps.db, (trx) => selectPlanned(trx, run, slice))
    : await selectDone(deps.db, run, slice);
  return toPage(cursors, from, rows, pageSize, ({ place: _, ...change }) => change);
}

const RECORD_EVENTS = Object.keys(RECORD_TABLES).flatMap((model) =>
  ['created', 'updated', 'deleted'].map((action) => `${model}.${action}`),
);

async function selectDone(db: Db, run: RunRow, { from, limit }: Slice): Promise<PlacedChange[]> {
  const isBackward = from?.direction === 'previous';
  const beyond = isBackward ? sql`<` : sql`>`;
  const { rows } = await sql<StoredEvent & { id: string }>`
    select e.id, ${STORED_EVENT} from outbox_events e
     where e.organization_id = ${run.organization_id} and e.linked_account_id = ${run.linked_account_id}
       and e.sync_run_id = ${run.id} and e.type = any(${RECORD_EVENTS}::text[])
       and ${from ? sql`e.id ${beyond} ${from.id}::uuid` : sql`true`}
     order by e.id ${isBackward ? sql`desc` : sql`asc`} limit ${limit}`.execute(db);
  const texts = await readEventData(db, rows);
  return rows.map(({ id, type }, place) => toChange(id, type, texts[place]!));
}

function toChange(id: string, type: string, text: string): PlacedChange {
  const [model, action] = type.split('.') as [RecordModel, RunChange['action']];
  const { record, changes } = JSON.parse(text) as Pick<RunChange, 'record' | 'changes'>;
  const isDeleted = action === 'deleted';
  return {
    model,
    action,
    record,
    changes: isDeleted ? (JSON.parse(DELETION) as RunChange['changes']) : changes,
    place: { key: '', id },
  };
}
