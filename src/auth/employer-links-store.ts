import type { Selectable } from 'kysely';
import type { Db } from '../db/client.ts';
import type { EmployerLinksTable } from '../db/schema/employer-links.ts';
import type { Trx } from '../db/transaction.ts';
import { isUuid } from '../lib/ids.ts';
import type { Language } from '../lib/language.ts';

interface AccountKey {
  organizationId: string;
  linkedAccountId: string;
}

export async function insertEmployerLink(
  trx: Trx,
  scope: AccountKey,
  link: { id: string; language: Language | null; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await trx
    .insertInto('employer_links')
    .values({
      id: link.id,
      organization_id: scope.organizationId,
      linked_account_id: scope.linkedAccountId,
      language: link.language,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
      ended_at: null,
      sync_asked_at: null,
    })
    .execute();
}

/** Ended or not. */
export async function findEmployerLink(
  db: Db,
  scope: AccountKey,
  id: string,
): Promise<Selectable<EmployerLinksTable> | undefined> {
  if (!isUuid(id)) return undefined;
  return await db
    .selectFrom('employer_links')
    .selectAll()
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Ends every link of the account that has not ended by itself, but for the one that is kept. Gives how many. */
export async function endEmployerLinks(
  trx: Trx,
  scope: AccountKey,
  { at, keptId = null }: { at: Date; keptId?: string | null },
): Promise<number> {
  let query = trx
    .updateTable('employer_links')
    .set({ ended_at: at })
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at.toISOString());
  if (keptId !== null) query = query.where('id', '!=', keptId);
  const { numUpdatedRows } = await query.executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Of the whole organization: the tokens open nothing any more, so nobody asks for the rows. */
export async function deleteExpiredEmployerLinks(
  trx: Trx,
  organizationId: string,
  before: Date,
): Promise<void> {
  await trx
    .deleteFrom('employer_links')
    .where('organization_id', '=', organizationId)
    .where('expires_at', '<', before.toISOString())
    .execute();
}

/** Notes that the page asked for a sync, unless it did after `since`. False: it did. */
export async function noteSyncAsked(
  trx: Trx,
  { organizationId, employerLinkId }: { organizationId: string; employerLinkId: string },
  { at, since }: { at: Date; since: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('employer_links')
    .set({ sync_asked_at: at })
    .where('organization_id', '=', organizationId)
    .where('id', '=', employerLinkId)
    .where((where) =>
      where.or([where('sync_asked_at', 'is', null), where('sync_asked_at', '<=', since.toISOString())]),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
