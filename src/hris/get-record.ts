import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { hideSensitive, isBodyEnough, presentRecords, type RecordExtras } from './present-records.ts';
import { findStoredRecord } from './record-store.ts';
import type { RecordModel } from './record-tables.ts';

export interface GetRecordInput {
  linkedAccountId: string;
  model: RecordModel;
  id: string;
  extras: RecordExtras;
}

/** One record as JSON, also when it was deleted at the source. @throws AppError not_found */
export async function getRecord(deps: { db: Db }, input: GetRecordInput): Promise<string> {
  const { linkedAccountId, model, id, extras } = input;
  const record = isUuid(id) ? await findStoredRecord(deps.db, linkedAccountId, model, id) : undefined;
  if (!record) throw notFound(model);
  if (isBodyEnough(extras)) return hideSensitive(record.body, extras);
  const [body] = await presentRecords(deps.db, linkedAccountId, model, [record], extras);
  return JSON.stringify(body);
}
