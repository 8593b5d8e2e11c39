import type { Selectable } from 'kysely';
import type { ConnectionMethod, NotificationMode } from '../db/schema/accounts.ts';
import type { OrganizationsTable } from '../db/schema/organizations.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import type { Language } from '../lib/language.ts';

/** As the API shows an organization to itself. */
export interface OrganizationView {
  id: string;
  name: string;
  branding: {
    service_first_name: string;
    logo_url: string | null;
    color: string | null;
    support_contact: string | null;
  };
  allowed_origins: string[];
  /** Who is written to about what is not one account's. */
  notification_addresses: string[];
  hub_page_url: string | null;
  /** Null: all that are switched on in the deployment. */
  connection_methods: ConnectionMethod[] | null;
  /** Of new accounts; null: as the deployment says. */
  defaults: {
    sync_interval_seconds: number | null;
    notification_mode: NotificationMode | null;
    time_zone: string | null;
    /** Null: English. */
    language: Language | null;
  };
  created_at: string;
}

export function toOrganizationView(row: Selectable<OrganizationsTable>): OrganizationView {
  return {
    id: row.id,
    name: row.name,
    branding: {
      service_first_name: row.service_first_name,
      logo_url: row.logo_url,
      color: row.color,
      support_contact: row.support_contact,
    },
    allowed_origins: row.allowed_origins,
    notification_addresses: row.notification_addresses,
    hub_page_url: row.hub_page_url,
    connection_methods: row.connection_methods,
    defaults: {
      sync_interval_seconds: row.default_sync_interval_seconds,
      notification_mode: row.default_notification_mode,
      time_zone: row.default_time_zone,
      language: row.default_language,
    },
    created_at: toApiTimestamp(row.created_at),
  };
}
