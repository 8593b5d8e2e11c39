import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';

/** Of every organization. While an account is being linked again nothing of it is taken away. */
export async function listDueForRetention(db: Db, now: Date, limit: number): Promise<AccountScope[]> {
  const { rows } = await sql<AccountScope>`
    select account.organization_id as "organizationId", account.id as "linkedAccountId" from linked_accounts account
     where account.retention_due_at <= ${now} and account.organization_id is not null
       and not exists (select from link_sessions s where s.linked_account_id = account.id and s.ended_at is null)
     order by account.retention_due_at limit ${limit}`.execute(db);
  return rows;
}

export async function setRetentionDue(db: Db, { linkedAccountId }: AccountScope, at: Date): Promise<void> {
  await sql`
    update linked_accounts set retention_due_at = ${at}
     where id = ${linkedAccountId} and organization_id is not null`.execute(db);
}

/** From now on questions about the time before are refused. Never moves back. */
export async function keepHistoryFrom(
  trx: Trx,
  { linkedAccountId }: AccountScope,
  from: Date,
): Promise<void> {
  await sql`
    update linked_accounts set history_kept_from = greatest(history_kept_from, ${from}::timestamptz)
     where id = ${linkedAccountId} and history_kept_from is distinct from greatest(history_kept_from, ${from}::timestamptz)`.execute(
    trx,
  );
}

/** Deletes up to `limit` states that ended before. Returns how many. */
export async function deleteVersionsBefore(
  trx: Trx,
  { linkedAccountId }: AccountScope,
  before: { model: string; endedBefore: Date; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from record_versions
     where ctid = any(array(
       select ctid from record_versions
        where linked_account_id = ${linkedAccountId} and model = ${before.model} and valid_to < ${before.endedBefore}
        limit ${before.limit}))`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

/** Who left before the day, and who was gone from the source before that time. */
export async function listLeftBefore(
  db: Db | Trx,
  { linkedAccountId }: AccountScope,
  before: { day: string; instant: Date; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from employees r
     where r.linked_account_id = ${linkedAccountId} and r.ignored_at is null
       and ((r.employment_status = 'INACTIVE' and r.termination_date < ${before.day}::date)
            or (r.remote_was_deleted and r.modified_at < ${before.instant}))
     order by r.id limit ${before.limit}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function isRunAtWork(trx: Trx, { linkedAccountId }: AccountScope): Promise<boolean> {
  const { rows } = await sql`
    select from sync_runs where linked_account_id = ${linkedAccountId} and state = 'running'`.execute(trx);
  return rows.length > 0;
}

/** Undefined: it was not disconnected, or later, or is being linked again. Held until the transaction ends. */
export async function lockLongDisconnected(
  trx: Trx,
  { organizationId, linkedAccountId }: AccountScope,
  before: Date,
): Promise<{ id: string; end_user_origin_id: string; integration: string } | undefined> {
  const { rows } = await sql<{ id: string; end_user_origin_id: string; integration: string }>`
    select id, end_user_origin_id, integration from linked_accounts account
     where organization_id = ${organizationId} and id = ${linkedAccountId} and status = 'IDLE'
       and disconnected_at < ${before}
       and not exists (select from link_sessions s where s.linked_account_id = account.id and s.ended_at is null)
       for update`.execute(trx);
  return rows[0];
}

/** Nothing is known any more: neither what was read nor when. A relink reads everything anew. */
export async function forgetReadState(trx: Trx, linkedAccountId: string): Promise<void> {
  await sql`
    update linked_accounts
       set disconnected_at = null, source_hash = null, source_rows_digest = null, data_fresh_as_of = null, source_shapes = '{}',
           applied_method = null, organization_head = null, remote_company_name = null
     where id = ${linkedAccountId}`.execute(trx);
  for (const table of ['stage_bases', 'model_coverage', 'data_quality_counts']) {
    await sql`delete from ${sql.table(table)} where linked_account_id = ${linkedAccountId}`.execute(trx);
  }
}
