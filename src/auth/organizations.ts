import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { isUuid, newId } from '../lib/ids.ts';
import { isOrigin, parsePageAddress } from './page-address.ts';

export interface NewOrganization {
  name: string;
  /** First name of the service account inside Justworks; the organization's name unless given. */
  serviceFirstName?: string;
  /** Exact origins of pages that may frame the modal. */
  allowedOrigins?: string[];
  supportContact?: string;
  /** Where employers land who start at the source's own list of integrations. */
  hubPageUrl?: string;
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
      hub_page_url:
        organization.hubPageUrl === undefined
          ? null
          : parsePageAddress(organization.hubPageUrl, 'hub_page_url_invalid', '/hub_page_url'),
    })
    .execute();
  return { id };
}

/** Undefined for an unknown organization, and for one that registered none. A token is added to it. */
export async function findHubPage(db: Db, organizationId: string): Promise<string | undefined> {
  if (!isUuid(organizationId)) return undefined;
  const row = await db
    .selectFrom('organizations')
    .select('hub_page_url')
    .where('id', '=', organizationId)
    .executeTakeFirst();
  return row?.hub_page_url ?? undefined;
}

/** Whom the modal's page lets in. */
export interface ModalSources {
  /** Origins of pages that may frame it; text that is no origin is left out. */
  allowedOrigins: string[];
  /** Where the logo comes from; null: there is none. */
  logoOrigin: string | null;
}

/** Undefined for an unknown organization. */
export async function findModalSources(db: Db, organizationId: string): Promise<ModalSources | undefined> {
  if (!isUuid(organizationId)) return undefined;
  const row = await db
    .selectFrom('organizations')
    .select(['allowed_origins', 'logo_url'])
    .where('id', '=', organizationId)
    .executeTakeFirst();
  return (
    row && {
      allowedOrigins: row.allowed_origins.filter(isOrigin),
      logoOrigin: row.logo_url === null ? null : new URL(row.logo_url).origin,
    }
  );
}
