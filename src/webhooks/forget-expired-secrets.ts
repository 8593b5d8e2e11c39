import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';

/** Of every organization. Few are ever there: a secret expires a day after it was replaced. */
export async function forgetExpiredSecrets({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  await sql`delete from webhook_endpoint_secrets where expires_at <= ${clock.now()}::timestamptz`.execute(db);
}
