import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { listWidened, parseScopes, type Scopes } from '../hris/scopes.ts';
import { notFound } from '../lib/app-error.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { AccountScope } from './issues.ts';

/** What an account may be read of where nobody says anything else when it is linked. */
export async function getDefaultScopes(db: Db | Trx, organizationId: string): Promise<Scopes> {
  const row = await db
    .selectFrom('organizations')
    .select('default_scopes')
    .where('id', '=', organizationId)
    .executeTakeFirst();
  return parseScopes(row?.default_scopes);
}

/** @throws AppError not_found */
export async function getAccountScopes(db: Db | Trx, scope: AccountScope): Promise<Scopes> {
  const row = await selectScopes(db, scope).executeTakeFirst();
  if (!row) throw notFound('linked account');
  return parseScopes(row.scopes);
}

/** The same, held until the transaction ends. Null: the account has none of its own yet. */
export async function lockAccountScopes(trx: Trx, scope: AccountScope): Promise<Scopes | null> {
  const row = await selectScopes(trx, scope).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw notFound('linked account');
  return row.scopes === null && row.completed_at === null ? null : parseScopes(row.scopes);
}

function selectScopes(db: Db | Trx, { organizationId, linkedAccountId }: AccountScope) {
  return db
    .selectFrom('linked_accounts')
    .select(['scopes', 'completed_at'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', linkedAccountId);
}

/**
 * Gives the account other scopes. What is no longer in them is hidden from now on, and taken out of what is stored by a job; for
 * what is new the source is read whole again. The caller holds the account's scopes.
 */
export async function storeAccountScopes(
  trx: Trx,
  scope: AccountScope,
  { before, after }: { before: Scopes | null; after: Scopes },
): Promise<void> {
  const isNarrower = before !== null && listWidened(after, before).length > 0;
  const isWider = before === null || listWidened(before, after).length > 0;
  await trx
    .updateTable('linked_accounts')
    .set({
      scopes: JSON.stringify(after),
      scopes_version: sql`scopes_version + 1`,
      ...(!isNarrower && {
        scopes_applied_version: sql`case when scopes_applied_version = scopes_version then scopes_version + 1
                                         else scopes_applied_version end`,
      }),
      // What is read of the same source is something else from now on.
      ...(isWider && { source_hash: null, source_rows_digest: null }),
    })
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .execute();
  if (isNarrower) await enqueue(trx, 'rewrite_scopes', { linkedAccountId: scope.linkedAccountId });
}
