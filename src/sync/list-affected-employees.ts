import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { openCursors, toPage, type Page, type PageRequest } from '../lib/page.ts';
import { FIELD_CHECKS, isAskedSql, isMissingSql } from './data-quality-checks.ts';

/**
 * Who lacks the field now, by id alone; the number that was counted is of the last sync. A check that counts rows of a
 * reading names nobody.
 * @throws AppError not_found, `cursor_invalid`
 */
export async function listAffectedEmployees(
  deps: { db: Db; cursorKey: Uint8Array },
  scope: AccountScope,
  input: PageRequest & { check: string },
): Promise<Page<{ id: string }>> {
  const check = FIELD_CHECKS.find(({ name }) => name === input.check);
  if (!check) throw notFound('check that names employees');
  const organizationHead = await getOrganizationHead(deps.db, scope);
  const cursors = openCursors(deps.cursorKey, { ...scope, list: 'affected-employees', check: check.name });
  const from = cursors.read(input.cursor);
  const isBackward = from?.direction === 'previous';
  const beyond = from ? sql`and r.id ${isBackward ? sql`<` : sql`>`} ${from.id}::uuid` : sql``;
  const { rows } = await sql<{ id: string }>`
    select r.id from employees r
     where r.linked_account_id = ${scope.linkedAccountId} and not r.remote_was_deleted
       and ${isAskedSql(check)} and ${isMissingSql(check, organizationHead)} ${beyond}
     order by r.id ${isBackward ? sql`desc` : sql`asc`} limit ${input.pageSize + 1}`.execute(deps.db);
  const placed = rows.map(({ id }) => ({ id, place: { key: id, id } }));
  return toPage(cursors, from, placed, input.pageSize, ({ id }) => ({ id }));
}

/** @throws AppError not_found */
async function getOrganizationHead(db: Db, scope: AccountScope): Promise<string | null> {
  if (!isUuid(scope.linkedAccountId)) throw notFound('linked account');
  const account = await db
    .selectFrom('linked_accounts')
    .select('organization_head')
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .executeTakeFirst();
  if (!account) throw notFound('linked account');
  return account.organization_head;
}
