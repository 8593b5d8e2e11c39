import { toDate, type Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { AccountScope } from './issues.ts';
import type { LogInFingerprints } from './log-ins-store.ts';

/** Remembered for the account's life: the same words again could lock the employer's account. */
export async function rememberRefused(
  trx: Trx,
  scope: AccountScope,
  fingerprint: Buffer,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('refused_log_ins')
    .values({ linked_account_id: scope.linkedAccountId, fingerprint, refused_at: at })
    .onConflict((conflict) =>
      conflict.columns(['linked_account_id', 'fingerprint']).doUpdateSet({ refused_at: at }),
    )
    .execute();
}

export async function isKnownRefused(
  trx: Trx,
  scope: AccountScope,
  fingerprints: LogInFingerprints,
): Promise<boolean> {
  const row = await trx
    .selectFrom('refused_log_ins')
    .select('fingerprint')
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('fingerprint', 'in', [fingerprints.password, fingerprints.code])
    .executeTakeFirst();
  return row !== undefined;
}

/** Newest first. */
export async function listRefusedSince(db: Db | Trx, scope: AccountScope, since: Date): Promise<Date[]> {
  const rows = await db
    .selectFrom('refused_log_ins')
    .innerJoin('linked_accounts', 'linked_accounts.id', 'refused_log_ins.linked_account_id')
    .select('refused_at')
    .where('linked_accounts.organization_id', '=', scope.organizationId)
    .where('refused_log_ins.linked_account_id', '=', scope.linkedAccountId)
    .where('refused_at', '>', since.toISOString())
    .orderBy('refused_at', 'desc')
    .execute();
  return rows.map((row) => toDate(row.refused_at));
}
