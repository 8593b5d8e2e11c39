import type { CursorPosition } from '../lib/cursor.ts';
import type { FilterValue } from './record-filters.ts';
import type { RecordModel } from './record-tables.ts';

export interface RecordSelection {
  model: RecordModel;
  filters: Record<string, FilterValue>;
  isDeletedIncluded: boolean;
  order: RecordOrder;
  /** The instant whose knowledge counts; null: now. */
  instant: string | null;
  from: CursorPosition | undefined;
  pageSize: number;
}

export type RecordOrder = 'created_at' | 'effective_date' | '-effective_date';

/** A record's stored texts; the body is ready to be sent. */
export interface StoredRecord {
  body: string;
  remote_data: string | null;
  enum_origins: string | null;
}
