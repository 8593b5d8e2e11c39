import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import { createUnusedLocalPart } from './service-emails-store.ts';

/**
 * Issues the account's one address, or keeps the one it has open for the new session. `acceptsMailUntil` never moves
 * back, and an address that is open for good stays so.
 */
export async function issueServiceEmail(
  trx: Trx,
  linkedAccountId: string,
  times: { now: Date; acceptsMailUntil: Date },
): Promise<void> {
  await trx
    .insertInto('service_emails')
    .values({
      linked_account_id: linkedAccountId,
      local_part: await createUnusedLocalPart(trx),
      created_at: times.now,
      accepts_mail_until: times.acceptsMailUntil,
    })
    .onConflict((conflict) =>
      conflict.column('linked_account_id').doUpdateSet({
        accepts_mail_until: sql`case when service_emails.accepts_mail_until is null then null
          else greatest(service_emails.accepts_mail_until, excluded.accepts_mail_until) end`,
      }),
    )
    .execute();
}

/** Once linked, the address accepts mail for the account's life: a relink uses it again. */
export async function keepServiceEmailForGood(trx: Trx, linkedAccountId: string): Promise<void> {
  await trx
    .updateTable('service_emails')
    .set({ accepts_mail_until: null })
    .where('linked_account_id', '=', linkedAccountId)
    .execute();
}

/** How long the address outlives the session's last token. */
export function mailDeadline(tokenExpiresAt: Date, lateInvitationDays: number): Date {
  return addMs(tokenExpiresAt, lateInvitationDays * DAY_MS);
}
