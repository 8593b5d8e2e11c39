import { sql, type Selectable } from 'kysely';
import type { GrantTokens } from '../connectors/contract.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import type { OauthGrantsTable } from '../db/schema/connections.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import { dueAt } from './grant-schedule.ts';
import type { AccountScope } from './issues.ts';

export type GrantRow = Selectable<OauthGrantsTable>;

/** What the vault seals of a grant; the names are bound to the sealed bytes. */
export const GRANT_FIELDS = {
  accessToken: 'oauth_grant.access_token',
  refreshToken: 'oauth_grant.refresh_token',
} as const;

/** The grant that the session tries, or, without a session, the one that the account works with. */
export async function findGrant(
  db: Db | Trx,
  scope: AccountScope,
  linkSessionId: string | null,
): Promise<GrantRow | undefined> {
  const query = selectOfAccount(db, scope);
  return await (
    linkSessionId === null
      ? query.where('oauth_grants.state', 'in', ['active', 'ended'])
      : query.where('oauth_grants.link_session_id', '=', linkSessionId)
  ).executeTakeFirst();
}

export async function findGrantById(
  db: Db | Trx,
  scope: AccountScope,
  grantId: string,
): Promise<GrantRow | undefined> {
  return await selectOfAccount(db, scope).where('oauth_grants.id', '=', grantId).executeTakeFirst();
}

/** For jobs, which name a grant by both ids: also one of an account that is erased, whose organization nobody knows any more. */
export async function findGrantOfJob(
  db: Db | Trx,
  job: { linkedAccountId: string; grantId: string },
): Promise<GrantRow | undefined> {
  return await db
    .selectFrom('oauth_grants')
    .selectAll()
    .where('linked_account_id', '=', job.linkedAccountId)
    .where('id', '=', job.grantId)
    .executeTakeFirst();
}

/** Tokens as the row's columns. A source that gives no new refresh token lets the former one go on. */
export async function sealTokens(
  deps: { vault: Vault },
  db: Db | Trx,
  scope: AccountScope,
  tokens: GrantTokens,
  issuedAt: Date,
) {
  const owner = { linkedAccountId: scope.linkedAccountId };
  const seal = (field: string, plain: string) => deps.vault.seal(db, owner, field, plain);
  return {
    sealed_access_token: await seal(GRANT_FIELDS.accessToken, tokens.accessToken),
    access_issued_at: issuedAt,
    access_expires_at: tokens.accessExpiresAt,
    ...(tokens.refreshToken === null
      ? {}
      : {
          sealed_refresh_token: await seal(GRANT_FIELDS.refreshToken, tokens.refreshToken),
          refresh_expires_at: tokens.refreshExpiresAt,
        }),
    scopes: tokens.scopes,
  };
}

/** In place of what the session tried before; the account's own stays as it is. */
export async function storeTriedGrant(
  deps: { vault: Vault },
  trx: Trx,
  scope: AccountScope,
  attempt: { linkSessionId: string; tokens: GrantTokens; at: Date },
): Promise<void> {
  const { tokens, at } = attempt;
  await trx
    .insertInto('oauth_grants')
    .values({
      id: newId(),
      linked_account_id: scope.linkedAccountId,
      link_session_id: attempt.linkSessionId,
      state: 'pending',
      ...(await sealTokens(deps, trx, scope, tokens, at)),
      due_at: dueAt({ ...tokens, hasRefreshToken: tokens.refreshToken !== null }, at),
      created_at: at,
    })
    .execute();
}

/** The session's grant becomes the account's; without one, the account keeps its own. */
export async function adoptGrant(trx: Trx, scope: AccountScope, linkSessionId: string): Promise<void> {
  if (!(await findGrant(trx, scope, linkSessionId))) return;
  // Both come from the same employer for the same app: to revoke the former could end the new one with it.
  await trx
    .deleteFrom('oauth_grants')
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('state', 'in', ['active', 'ended'])
    .execute();
  await trx
    .updateTable('oauth_grants')
    .set({ state: 'active', link_session_id: null })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('link_session_id', '=', linkSessionId)
    .execute();
}

/** Ended at the source: what it held opens nothing any more. */
export async function markGrantEnded(
  trx: Trx,
  grant: Pick<GrantRow, 'id' | 'linked_account_id'>,
): Promise<void> {
  await trx
    .updateTable('oauth_grants')
    .set({ state: 'ended', refresh_started_at: null })
    .where('linked_account_id', '=', grant.linked_account_id)
    .where('id', '=', grant.id)
    .where('state', '=', 'active')
    .execute();
}

export async function deleteGrant(
  trx: Trx,
  grant: Pick<GrantRow, 'id' | 'linked_account_id'>,
): Promise<void> {
  await trx
    .deleteFrom('oauth_grants')
    .where('linked_account_id', '=', grant.linked_account_id)
    .where('id', '=', grant.id)
    .execute();
}

/**
 * Takes what is due off the list for `againAt`, so that one of many tickers adds its job. A job that is lost is due again
 * then.
 */
export async function claimDueGrants(
  trx: Trx,
  times: { now: Date; againAt: Date },
  limit: number,
): Promise<Pick<GrantRow, 'id' | 'linked_account_id' | 'state'>[]> {
  const { rows } = await sql<Pick<GrantRow, 'id' | 'linked_account_id' | 'state'>>`
    update oauth_grants set due_at = ${times.againAt}
     where id in (select id from oauth_grants
                   where due_at <= ${times.now} and state in ('active', 'revoking')
                   order by due_at limit ${limit} for update skip locked)
    returning id, linked_account_id, state`.execute(trx);
  return rows;
}

function selectOfAccount(db: Db | Trx, scope: AccountScope) {
  return db
    .selectFrom('oauth_grants')
    .innerJoin('linked_accounts', 'linked_accounts.id', 'oauth_grants.linked_account_id')
    .selectAll('oauth_grants')
    .where('linked_accounts.organization_id', '=', scope.organizationId)
    .where('oauth_grants.linked_account_id', '=', scope.linkedAccountId);
}
