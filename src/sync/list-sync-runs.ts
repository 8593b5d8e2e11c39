import type { Db } from '../db/client.ts';
import { openCursors, toPage, type Page, type PageRequest } from '../lib/page.ts';
import { toRunView, type SyncRunView } from './run-view.ts';
import { getRun, selectRuns, type RunFilters, type RunScope } from './sync-runs-store.ts';

/** Newest first. @throws AppError `cursor_invalid` */
export async function listSyncRuns(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & RunFilters & { scope: RunScope },
): Promise<Page<SyncRunView>> {
  const { scope, linkedAccountId, state, pageSize } = input;
  const cursors = openCursors(deps.cursorKey, { scope, list: 'sync-runs', linkedAccountId, state });
  const from = cursors.read(input.cursor);
  const rows = await selectRuns(deps.db, scope, { from, limit: pageSize + 1, linkedAccountId, state });
  const placed = rows.map((row) => ({ row, place: { key: row.queued_at, id: row.id } }));
  return toPage(cursors, from, placed, pageSize, ({ row }) => toRunView(row));
}

/**
 * @param input.linkedAccountId a run of another account is none
 * @throws AppError not_found
 */
export async function getSyncRun(
  deps: { db: Db },
  input: { scope: RunScope; id: string; linkedAccountId?: string },
): Promise<SyncRunView> {
  return toRunView(await getRun(deps.db, input));
}
