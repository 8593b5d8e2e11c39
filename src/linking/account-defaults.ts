import type { Trx } from '../db/transaction.ts';

/** What the organization chose for its new accounts; what it did not is left out. */
export async function findAccountDefaults(trx: Trx, organizationId: string) {
  const row = await trx
    .selectFrom('organizations')
    .select(['default_sync_interval_seconds', 'default_notification_mode', 'default_time_zone'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const { default_sync_interval_seconds: interval, default_notification_mode: mode } = row;
  return {
    ...(interval !== null && { sync_interval_seconds: interval }),
    ...(mode !== null && { notification_mode: mode }),
    ...(row.default_time_zone !== null && { time_zone: row.default_time_zone }),
  };
}
