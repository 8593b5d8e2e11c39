import type { StoredEvent } from '../hris/told-events.ts';
import { RECORD_TABLES } from '../hris/record-tables.ts';

/** What a thin payload tells: ids, and nothing of what they name. */
export interface ThinData {
  linked_account_id: string | null;
  /** Null where the event tells of no record. */
  model: string | null;
  record_id: string | null;
  sequence: number | null;
  sync_run_id?: string;
  issue_id?: string;
  link_session_id?: string;
  erasure_receipt_id?: string;
  endpoint_id?: string;
  is_test?: true;
}

/** What may stand in an event's data beside the record. */
interface StoredData {
  linked_account?: { id: string };
  record?: { id: string } | null;
  sequence?: number;
  sync_run?: { id: string };
  issue?: { id: string };
  link_session?: { id: string };
  erasure_receipt_id?: string;
  endpoint_id?: string;
  is_test?: true;
}

/** Pure; the record is not read for it. */
export function toThinData(event: StoredEvent): ThinData {
  const told = JSON.parse(event.data) as StoredData;
  const model = event.type.split('.')[0]!;
  const { erasure_receipt_id, endpoint_id, is_test } = told;
  const recordId = event.record_id ?? told.record?.id ?? null;
  return {
    linked_account_id: event.linked_account_id ?? told.linked_account?.id ?? null,
    model: model in RECORD_TABLES ? model : null,
    record_id: recordId,
    sequence: event.record_sequence ?? told.sequence ?? null,
    ...(told.sync_run && { sync_run_id: told.sync_run.id }),
    ...(told.issue && { issue_id: told.issue.id }),
    ...(told.link_session && { link_session_id: told.link_session.id }),
    ...(erasure_receipt_id !== undefined && { erasure_receipt_id }),
    ...(endpoint_id !== undefined && { endpoint_id }),
    ...(is_test && { is_test }),
  };
}
