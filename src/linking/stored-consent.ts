import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { listWidened, parseScopes } from '../hris/scopes.ts';
import type { LinkSession } from './link-sessions-store.ts';
import { scopesOf } from './session-scopes.ts';

/** A consent of an earlier session that still counts. */
export interface StoredConsent {
  consented_at: string;
  consented_scopes: unknown;
}

/**
 * The consent under which a relink may go on: given for all that this session asks for, to an account that was linked by
 * it and has not been disconnected since. Undefined: the admin is asked.
 */
export async function findStoredConsent(
  db: Db | Trx,
  session: LinkSession,
): Promise<StoredConsent | undefined> {
  const row = await db
    .selectFrom('link_sessions')
    .innerJoin('linked_accounts', 'linked_accounts.id', 'link_sessions.linked_account_id')
    .select(['consented_at', 'consented_scopes', 'disconnected_at'])
    .where('link_sessions.organization_id', '=', session.organization_id)
    .where('link_sessions.linked_account_id', '=', session.linked_account_id)
    .where('link_sessions.id', '<>', session.id)
    .where('link_sessions.state', '=', 'linked')
    .where('consented_at', 'is not', null)
    .orderBy('consented_at', 'desc')
    .orderBy('link_sessions.created_at', 'desc')
    .executeTakeFirst();
  if (!row?.consented_at) return undefined;
  if (row.disconnected_at !== null && new Date(row.disconnected_at) >= new Date(row.consented_at))
    return undefined;
  const widened = listWidened(parseScopes(row.consented_scopes), scopesOf(session));
  return widened.length === 0 ? { ...row, consented_at: row.consented_at } : undefined;
}
