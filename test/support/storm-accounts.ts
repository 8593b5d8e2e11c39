import { sql } from 'kysely';
import { newId } from '../../src/lib/ids.ts';
import type { LinkedEmployer, WholeService } from './whole-service.ts';

const SEALED = ['access_token', 'refresh_token'] as const;

/**
 * More accounts like the linked one, each with the same consent's tokens sealed for itself and never read yet: to walk the
 * link's road for each takes longer than what a test is about.
 */
export async function copyAccount(
  { context: { db, vault } }: WholeService,
  { linkedAccountId }: LinkedEmployer,
  count: number,
): Promise<void> {
  const grant = await db.selectFrom('oauth_grants').selectAll().executeTakeFirstOrThrow();
  const open = (name: (typeof SEALED)[number]) =>
    vault.unseal(db, { linkedAccountId }, `oauth_grant.${name}`, grant[`sealed_${name}`]!);
  const tokens = await Promise.all(SEALED.map(open));
  for (let number = 0; number < count; number += 1) {
    const id = newId();
    await sql`
      insert into linked_accounts
      select (jsonb_populate_record(account, jsonb_build_object('id', ${id}::uuid, 'end_user_origin_id', ${id}::text,
               'account_token_hash', null, 'sealed_account_token', null, 'data_fresh_as_of', null, 'source_hash', null,
               'source_rows_digest', null, 'applied_method', null))).*
        from linked_accounts account where id = ${linkedAccountId}`.execute(db);
    const [access, refresh] = await Promise.all(
      SEALED.map((name, place) =>
        vault.seal(db, { linkedAccountId: id }, `oauth_grant.${name}`, tokens[place]!),
      ),
    );
    await db
      .insertInto('oauth_grants')
      .values({
        ...grant,
        id: newId(),
        linked_account_id: id,
        sealed_access_token: access!,
        sealed_refresh_token: refresh!,
      })
      .execute();
  }
}
