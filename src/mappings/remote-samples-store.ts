import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { RECORD_TABLES, type RecordModel } from '../hris/record-tables.ts';
import type { RemoteRows } from './compute-mappings.ts';

/** A row of the source that is larger than this says nothing in a sample. */
const MAX_ROW_CHARACTERS = 100_000;
const MAX_SAMPLE_CHARACTERS = 2_000_000;

/**
 * What the source showed of some records of the account, the latest known first; deleted ones are left out. Nothing while
 * scopes were narrowed and what is stored is still being brought in line.
 */
export async function sampleRemoteRows(
  db: Db | Trx,
  { organizationId, linkedAccountId }: AccountScope,
  model: RecordModel,
  count: number,
): Promise<RemoteRows[]> {
  const { rows } = await sql<{ remote_data: RemoteRows }>`
    select remote_data
      from (select remote_data, sum(length(remote_data::text)) over (order by id desc) as characters
              from (select id, remote_data from ${sql.table(RECORD_TABLES[model])}
                     where linked_account_id = ${linkedAccountId} and not remote_was_deleted
                       and remote_data is not null and length(remote_data::text) <= ${MAX_ROW_CHARACTERS}
                     order by id desc limit ${count}) newest) sample
     where characters <= ${MAX_SAMPLE_CHARACTERS}
       and exists (select from linked_accounts
                    where id = ${linkedAccountId} and organization_id = ${organizationId}
                      and scopes_applied_version = scopes_version)`.execute(db);
  return rows.map(({ remote_data }) => remote_data);
}
