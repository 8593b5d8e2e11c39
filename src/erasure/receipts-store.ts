import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { apiTimestamp } from '../db/timestamps.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';

/** What was erased, in numbers; nothing of what it was. Times are API timestamps. */
export interface ErasureReceipt {
  id: string;
  linkedAccountId: string;
  subject: 'account' | 'records';
  requestedAt: string;
  /** Null while rows are still there. */
  erasedAt: string | null;
  /** When nothing of ours opened the source any more; null while a consent waits to be ended there. */
  accessEndedAt: string | null;
  /** Rows by table. */
  counts: Record<string, number>;
}

const COLUMNS = sql`
  id, linked_account_id as "linkedAccountId", subject, counts, ${apiTimestamp('requested_at')} as "requestedAt",
  ${apiTimestamp('erased_at')} as "erasedAt", ${apiTimestamp('access_ended_at')} as "accessEndedAt"`;

export async function findReceipt(
  db: Db | Trx,
  organizationId: string,
  id: string,
): Promise<ErasureReceipt | undefined> {
  const { rows } = await sql<ErasureReceipt>`
    select ${COLUMNS} from erasure_receipts where organization_id = ${organizationId} and id = ${id}`.execute(
    db,
  );
  return rows[0];
}

/** Of an account that is erased, or about to be. */
export async function findReceiptOfAccount(
  db: Db | Trx,
  organizationId: string,
  linkedAccountId: string,
): Promise<ErasureReceipt | undefined> {
  const { rows } = await sql<ErasureReceipt>`
    select ${COLUMNS} from erasure_receipts
     where organization_id = ${organizationId} and linked_account_id = ${linkedAccountId} and subject = 'account'`.execute(
    db,
  );
  return rows[0];
}

export async function insertReceipt(
  trx: Trx,
  receipt: {
    organizationId: string;
    linkedAccountId: string;
    subject: ErasureReceipt['subject'];
    requestedAt: Date;
  },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('erasure_receipts')
    .values({
      id,
      organization_id: receipt.organizationId,
      linked_account_id: receipt.linkedAccountId,
      subject: receipt.subject,
      requested_at: receipt.requestedAt,
      // Only an account has an access to end.
      access_ended_at: receipt.subject === 'records' ? receipt.requestedAt : null,
      erased_at: null,
    })
    .execute();
  return id;
}

/** An erasure that is not over, held until the transaction ends; undefined when it is over or another worker has it. */
export async function lockOpenErasure(
  trx: Trx,
  id: string,
): Promise<{ linkedAccountId: string; subject: ErasureReceipt['subject']; isErased: boolean } | undefined> {
  const { rows } = await sql<{
    linkedAccountId: string;
    subject: ErasureReceipt['subject'];
    isErased: boolean;
  }>`
    select linked_account_id as "linkedAccountId", subject, erased_at is not null as "isErased" from erasure_receipts
     where id = ${id} and (erased_at is null or access_ended_at is null) for update skip locked`.execute(trx);
  return rows[0];
}

/** Of every organization: who sweeps works for all of them. */
export async function listOpenErasures(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from erasure_receipts where erased_at is null or access_ended_at is null
     order by requested_at limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function addToReceipt(trx: Trx, id: string, table: string, count: number): Promise<void> {
  if (count === 0) return;
  await sql`
    update erasure_receipts
       set counts = counts || jsonb_build_object(${table}::text, coalesce((counts->>${table})::bigint, 0) + ${count}::bigint)
     where id = ${id}`.execute(trx);
}

export async function closeReceipt(
  trx: Trx,
  id: string,
  end: { at: Date; isAccessEnded: boolean },
): Promise<void> {
  await sql`
    update erasure_receipts
       set erased_at = coalesce(erased_at, ${end.at}),
           access_ended_at = coalesce(access_ended_at, case when ${end.isAccessEnded}::boolean then ${end.at}::timestamptz end)
     where id = ${id}`.execute(trx);
}
