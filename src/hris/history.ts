import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { openCursors, toPage, type Page, type PageRequest } from '../lib/page.ts';
import type { HiddenFields } from './hidden-fields.ts';
import { isEmployeeKnown, selectHistory, type HistoryEntry } from './history-store.ts';

export interface ListHistoryInput extends PageRequest {
  linkedAccountId: string;
  employeeId: string;
  /** Changes of this field alone, whichever record has it. */
  field: string | undefined;
  /** What is no longer told, though it may be stored; null: nothing. */
  hiddenFields: HiddenFields | null;
}

/**
 * What changed in a person and its employments, newest first, also when they are deleted. What must be asked for by
 * name is never told here.
 * @throws AppError not_found; invalid_input `cursor_invalid`
 */
export async function listHistory(
  deps: { db: Db; cursorKey: Uint8Array },
  input: ListHistoryInput,
): Promise<Page<HistoryEntry>> {
  const { linkedAccountId, employeeId, field, hiddenFields, pageSize } = input;
  const isKnown = isUuid(employeeId) && (await isEmployeeKnown(deps.db, linkedAccountId, employeeId));
  if (!isKnown) throw notFound('employee');
  const list = { linkedAccountId, list: 'history', employeeId, ...(field !== undefined && { field }) };
  const cursors = openCursors(deps.cursorKey, list);
  const from = cursors.read(input.cursor);
  const rows = await selectHistory(deps.db, linkedAccountId, {
    employeeId,
    field,
    hiddenFields,
    from,
    pageSize,
  });
  return toPage(cursors, from, rows, pageSize, ({ place: _, ...entry }) => entry);
}
