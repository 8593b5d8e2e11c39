import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { resolveAsOf } from './as-of.ts';
import { toFreshness } from './freshness.ts';
import { isVersionTold, versionOf, type RecordAnswer } from './list-records.ts';
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
 * One record, also when it was deleted at the source, as it is or as it was known on a day.
 * @throws AppError not_found, also for what was not known yet; invalid_input (see resolveAsOf)
 */
export async function getRecord(
  deps: { db: Db; vault: Vault },
  input: GetRecordInput,
): Promise<RecordAnswer> {
  const { linkedAccountId, model, id, asOf, extras } = input;
  const instant = await resolveAsOf(deps.db, linkedAccountId, { asOf, filters: {}, extras });
  if (!isUuid(id) || extras.hiddenFields?.models.has(model)) throw notFound(model);
  const isEnough = isBodyEnough(extras);
  const how = { instant, isBodyEnough: isEnough };
  const found = await findStoredRecord(deps.db, linkedAccountId, model, id, how);
  if (!found.record) throw notFound(model);
  const freshness = toFreshness(model, found.freshness);
  if (isEnough) {
    const json = hideSensitive(found.record.body);
    return {
      json,
      version: isVersionTold(instant, extras) ? found.record.version : versionOf(json),
      freshness,
    };
  }
  const [body] = await presentRecords(deps, linkedAccountId, model, [found.record], extras, instant);
  const json = JSON.stringify(body);
  return { json, version: versionOf(json), freshness };
}
