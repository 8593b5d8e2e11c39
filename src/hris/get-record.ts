import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { resolveAsOf } from './as-of.ts';
import { hideSensitive, isBodyEnough, presentRecords, type RecordExtras } from './present-records.ts';
import { findStoredRecord } from './record-store.ts';
import type { RecordModel } from './record-tables.ts';

export interface GetRecordInput {
  linkedAccountId: string;
  model: RecordModel;
  id: string;
  /** A day; undefined: as it is. */
  asOf?: string | undefined;
  extras: RecordExtras;
}

/**
 * One record as JSON, also when it was deleted at the source, as it is or as it was known on a day.
 * @throws AppError not_found, also for what was not known yet; invalid_input (see resolveAsOf)
 */
export async function getRecord(deps: { db: Db }, input: GetRecordInput): Promise<string> {
  const { linkedAccountId, model, id, asOf, extras } = input;
  const instant = await resolveAsOf(deps.db, linkedAccountId, { asOf, filters: {}, extras });
  const record = isUuid(id)
    ? await findStoredRecord(deps.db, linkedAccountId, model, id, instant)
    : undefined;
  if (!record) throw notFound(model);
  if (isBodyEnough(extras)) return hideSensitive(record.body, extras);
  const [body] = await presentRecords(deps.db, linkedAccountId, model, [record], extras, instant);
  return JSON.stringify(body);
}
