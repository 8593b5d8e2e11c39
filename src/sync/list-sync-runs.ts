import type { Db } from '../db/client.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import { toRunView, type SyncRunView } from './run-view.ts';
import { getRun, listRuns, type RunFilters, type RunScope } from './sync-runs-store.ts';

/** Newest first. @throws AppError `cursor_invalid` */
export function listSyncRuns(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & RunFilters & { scope: RunScope },
): Promise<Page<SyncRunView>> {
  return listRuns(deps, input, toRunView);
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
