import type { Db } from '../db/client.ts';

/** People whom the source has now. */
export async function countEmployees(db: Db, linkedAccountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('employees')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('linked_account_id', '=', linkedAccountId)
    .where('remote_was_deleted', '=', false)
    .executeTakeFirstOrThrow();
  return count;
}
