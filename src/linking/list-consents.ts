import { getLinkedAccount, type AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import { listConsentRows, type ConsentView } from './consents-store.ts';

/**
 * What admins of the employer agreed to, newest first: word by word, by whom and when.
 * @throws AppError not_found, `cursor_invalid`
 */
export async function listConsents(
  deps: { db: Db; cursorKey: Uint8Array },
  scope: AccountScope,
  page: PageRequest,
): Promise<Page<ConsentView>> {
  await getLinkedAccount(deps.db, scope.organizationId, scope.linkedAccountId);
  return await listConsentRows(deps, scope, page);
}
