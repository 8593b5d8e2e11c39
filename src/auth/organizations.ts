import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { isUuid, newId } from '../lib/ids.ts';

export interface NewOrganization {
  name: string;
  /** First name of the service account inside Justworks; the organization's name unless given. */
  serviceFirstName?: string;
  /** Exact origins of pages that may frame the modal. */
  allowedOrigins?: string[];
  supportContact?: string;
}

export async function createOrganization(
  db: Db | Trx,
  organization: NewOrganization,
): Promise<{ id: string }> {
  const id = newId();
  await db
    .insertInto('organizations')
    .values({
      id,
      name: organization.name,
      service_first_name: organization.serviceFirstName ?? organization.name,
      allowed_origins: organization.allowedOrigins ?? [],
      support_contact: organization.supportContact ?? null,
    })
    .execute();
  return { id };
}

/** Origins of pages that may frame the modal; undefined for an unknown organization. Text that is no origin is left out. */
export async function findAllowedOrigins(db: Db, organizationId: string): Promise<string[] | undefined> {
  if (!isUuid(organizationId)) return undefined;
  const row = await db
    .selectFrom('organizations')
    .select('allowed_origins')
    .where('id', '=', organizationId)
    .executeTakeFirst();
  return row?.allowed_origins.filter(isOrigin);
}

/** Anything else could break out of the header that it is written into. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}
