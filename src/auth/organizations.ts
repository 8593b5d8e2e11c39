import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { invalidInput, notFound } from '../lib/app-error.ts';
import { isUuid, newId } from '../lib/ids.ts';

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
      hub_page_url: organization.hubPageUrl === undefined ? null : parseHubPage(organization.hubPageUrl),
    })
    .execute();
  return { id };
}

/** @throws AppError not_found, invalid_input `hub_page_url_invalid` */
export async function updateOrganization(
  db: Db | Trx,
  id: string,
  change: { hubPageUrl: string | null },
): Promise<void> {
  const hub_page_url = change.hubPageUrl === null ? null : parseHubPage(change.hubPageUrl);
  const updated = isUuid(id)
    ? await db
        .updateTable('organizations')
        .set({ hub_page_url })
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst()
    : undefined;
  if (!updated) throw notFound('organization');
}

/** Undefined for an unknown organization, and for one that registered none. */
export async function findHubPage(db: Db, organizationId: string): Promise<string | undefined> {
  if (!isUuid(organizationId)) return undefined;
  const row = await db
    .selectFrom('organizations')
    .select('hub_page_url')
    .where('id', '=', organizationId)
    .executeTakeFirst();
  return row?.hub_page_url ?? undefined;
}

/** A token is added to it, so it must not be read on the way; loopback is for development. */
function parseHubPage(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return url.href;
  throw invalidInput('hub_page_url_invalid', 'The page must be an https:// address.', '/hub_page_url');
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
