import { sql } from 'kysely';
import type { Db } from '../../src/db/client.ts';
import { newId } from '../../src/lib/ids.ts';

export interface AccountIds {
  organizationId: string;
  linkedAccountId: string;
}

/** An organization and a linked account of it, by SQL, where a test needs rows and not the road to them. */
export async function insertAccount(
  db: Db,
  values: { organizationId?: string; originId?: string } = {},
): Promise<AccountIds> {
  const organizationId = values.organizationId ?? newId();
  const linkedAccountId = newId();
  await db
    .insertInto('organizations')
    .values({
      id: organizationId,
      name: 'Larkspur IT',
      service_first_name: 'Larkspur',
      support_contact: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await db
    .insertInto('linked_accounts')
    .values({
      id: linkedAccountId,
      organization_id: organizationId,
      integration: 'justworks',
      end_user_origin_id: values.originId ?? linkedAccountId,
      end_user_organization_name: 'Juniper & Vale',
      end_user_email_address: 'admin@employer.example',
      status: 'COMPLETE',
      connection_method: 'service_account',
      sync_interval_seconds: 600,
      is_test_account: true,
      completed_at: sql`now()`,
    })
    .execute();
  return { organizationId, linkedAccountId };
}
