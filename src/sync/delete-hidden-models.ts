import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { RECORD_TABLES, type RecordModel } from '../hris/record-tables.ts';
import { inBatches } from './in-batches.ts';

const BATCH_ROWS = 5000;

interface HiddenModel {
  organizationId: string;
  linkedAccountId: string;
  model: RecordModel;
}

/** Everything that is stored of a model: its records, their former states, what is sealed beside them, their events. */
export async function deleteHiddenModel(
  db: Db,
  { organizationId, linkedAccountId, model }: HiddenModel,
): Promise<void> {
  await deleteRows(db, linkedAccountId, RECORD_TABLES[model], sql`linked_account_id = ${linkedAccountId}`);
  const ofModel = sql`linked_account_id = ${linkedAccountId} and model = ${model}`;
  await deleteRows(db, linkedAccountId, 'record_versions', ofModel);
  await deleteRows(db, linkedAccountId, 'sealed_fields', ofModel);
  await deleteRows(
    db,
    linkedAccountId,
    'outbox_events',
    sql`organization_id = ${organizationId} and linked_account_id = ${linkedAccountId}
        and split_part(type, '.', 1) = ${model}`,
  );
  if (model === 'employee')
    await deleteRows(db, linkedAccountId, 'employee_lifecycles', sql`linked_account_id = ${linkedAccountId}`);
}

/** Where people live is known of people only. */
export async function deleteHomes(
  db: Db,
  { organizationId, linkedAccountId }: Omit<HiddenModel, 'model'>,
): Promise<void> {
  const isHome = sql`linked_account_id = ${linkedAccountId} and source_key like 'home:%'`;
  const ids = sql`(select id from locations where ${isHome})`;
  await deleteRows(
    db,
    linkedAccountId,
    'record_versions',
    sql`linked_account_id = ${linkedAccountId} and model = 'location' and record_id in ${ids}`,
  );
  await deleteRows(
    db,
    linkedAccountId,
    'outbox_events',
    sql`organization_id = ${organizationId} and linked_account_id = ${linkedAccountId}
        and split_part(type, '.', 1) = 'location'
        and coalesce(record_id, (data->'record'->>'id')::uuid) in ${ids}`,
  );
  await deleteRows(db, linkedAccountId, 'locations', isHome);
}

async function deleteRows(
  db: Db,
  linkedAccountId: string,
  table: string,
  condition: ReturnType<typeof sql>,
): Promise<void> {
  await inBatches(db, linkedAccountId, true, async (trx) => {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where ${condition} limit ${BATCH_ROWS}))`.execute(trx);
    return Number(numAffectedRows) > 0 ? true : undefined;
  });
}
