import { sql } from 'kysely';
import type { Db } from '../db/client.ts';

const KEPT_DAYS = 90;
const BATCH_SIZE = 500;

/** Deletes what is long over, mails with it. What lasts, or waits for a summary, stays. */
export async function sweepNotifications(deps: { db: Db }): Promise<void> {
  await sql`
    delete from notifications where id in (
      select old.id from notifications old
       where old.occurred_at < now() - make_interval(days => ${KEPT_DAYS})
         and old.dispatched_at is not null and not old.is_digest_due
         and not (old.kind = 'failure' and old.ended_at is null)
         and not exists (select from notification_mails mail where mail.notification_id = old.id and mail.state = 'pending')
       order by old.occurred_at limit ${BATCH_SIZE} for update skip locked)`.execute(deps.db);
}
