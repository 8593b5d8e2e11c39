import { getDefaultScopes } from '../accounts/index.ts';
import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import type { ConnectionMethod, NotificationMode } from '../db/schema/accounts.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { applyWishes, type ScopeWish } from '../hris/scope-wishes.ts';
import { DEFAULT_SCOPES } from '../hris/scopes.ts';
import { invalidInput, notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import type { Language } from '../lib/language.ts';
import { assertTimeZone } from '../lib/time-zone.ts';
import { isOrigin, parsePageAddress } from './page-address.ts';
import { toOrganizationView, type OrganizationView } from './organization-view.ts';

/** What is left out stays; null takes a setting away where that can be. */
export interface OrganizationChange {
  name?: string;
  serviceFirstName?: string;
  logoUrl?: string | null;
  /** `#rrggbb` */
  color?: string | null;
  supportContact?: string | null;
  /** Exact origins of pages that may frame the modal. */
  allowedOrigins?: string[];
  /** Mail addresses that are written to about what is not one account's. */
  notificationAddresses?: string[];
  hubPageUrl?: string | null;
  /** Null: all that are switched on in the deployment. */
  connectionMethods?: ConnectionMethod[] | null;
  defaultSyncIntervalSeconds?: number | null;
  defaultNotificationMode?: NotificationMode | null;
  defaultTimeZone?: string | null;
  /** Null: English. */
  defaultLanguage?: Language | null;
  /** What differs from the scopes that new accounts get by now; null: everything but what is sensitive. */
  defaultScopes?: readonly ScopeWish[] | null;
}

/**
 * @throws AppError not_found, invalid_input `hub_page_url_invalid`, `logo_url_invalid`, `origin_invalid`, `time_zone_unknown`; and
 * see applyWishes
 */
export async function updateOrganization(
  db: Db,
  id: string,
  change: OrganizationChange,
  actor: AuditActor = COMMAND_LINE,
): Promise<OrganizationView> {
  const settings = toColumns(change);
  if (!isUuid(id)) throw notFound('organization');
  return await inTransaction(db, async (trx) => {
    const columns = { ...settings, ...(await toDefaultScopes(trx, id, change.defaultScopes)) };
    if (Object.keys(columns).length > 0) {
      const updated = await update(trx, id, columns);
      await appendAuditEvent(trx, {
        organizationId: id,
        linkedAccountId: null,
        actor,
        type: 'CHANGED_ORGANIZATION_SETTINGS',
        description: `Changed ${Object.keys(columns).join(', ')}.`,
      });
      return toOrganizationView(updated);
    }
    return await getOrganization(trx, id);
  });
}

/** @throws AppError not_found */
export async function getOrganization(db: Db | Trx, id: string): Promise<OrganizationView> {
  const row = await db.selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('organization');
  return toOrganizationView(row);
}

async function toDefaultScopes(
  trx: Trx,
  id: string,
  wishes: readonly ScopeWish[] | null | undefined,
): Promise<{ default_scopes?: string | null }> {
  if (wishes === undefined) return {};
  if (wishes === null) return { default_scopes: null };
  const before = await getDefaultScopes(trx, id);
  return { default_scopes: JSON.stringify(applyWishes(before, wishes, DEFAULT_SCOPES)) };
}

async function update(
  trx: Trx,
  id: string,
  columns: ReturnType<typeof toColumns> & { default_scopes?: string | null },
) {
  const row = await trx
    .updateTable('organizations')
    .set(columns)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('organization');
  return row;
}

function toColumns(change: OrganizationChange) {
  const { logoUrl, hubPageUrl, allowedOrigins, connectionMethods, defaultTimeZone } = change;
  assertOrigins(allowedOrigins ?? []);
  if (defaultTimeZone) assertTimeZone(defaultTimeZone, '/defaults/time_zone');
  const columns = {
    name: change.name,
    service_first_name: change.serviceFirstName,
    logo_url: logoUrl && parsePageAddress(logoUrl, 'logo_url_invalid', '/branding/logo_url'),
    color: change.color?.toLowerCase() ?? change.color,
    support_contact: change.supportContact,
    allowed_origins: allowedOrigins && [...new Set(allowedOrigins)],
    notification_addresses: change.notificationAddresses && [...new Set(change.notificationAddresses)],
    hub_page_url: hubPageUrl && parsePageAddress(hubPageUrl, 'hub_page_url_invalid', '/hub_page_url'),
    connection_methods: connectionMethods && [...new Set(connectionMethods)],
    default_sync_interval_seconds: change.defaultSyncIntervalSeconds,
    default_notification_mode: change.defaultNotificationMode,
    default_time_zone: defaultTimeZone,
    default_language: change.defaultLanguage,
  };
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as {
    [Name in keyof typeof columns]?: NonNullable<(typeof columns)[Name]>;
  };
}

function assertOrigins(origins: readonly string[]): void {
  const wrong = origins.findIndex((origin) => !isOrigin(origin));
  if (wrong < 0) return;
  throw invalidInput(
    'origin_invalid',
    'An origin is a scheme, a host and, where it is not the usual one, a port, as in https://app.example.com.',
    `/allowed_origins/${wrong}`,
  );
}
