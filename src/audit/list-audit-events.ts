import { sql, type Selectable } from 'kysely';
import type { Db } from '../db/client.ts';
import { listByKeyset } from '../db/keyset-list.ts';
import { toConditions, type FilterConditions } from '../db/list-filters.ts';
import type { AuditEventsTable } from '../db/schema/audit.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import type { Page, PageRequest } from '../lib/page.ts';

/** Timestamps as a date or a date-time; `startDate` is included, `endDate` is not. */
export interface AuditFilters {
  eventTypes?: string[];
  startDate?: string;
  endDate?: string;
  linkedAccountId?: string;
  apiKeyId?: string;
  /** No actor of ours has one, so that any finds nothing. */
  userEmail?: string;
}

export interface AuditEventView {
  id: string;
  linked_account_id: string | null;
  actor: {
    kind: AuditEventsTable['actor_kind'];
    id: string | null;
    name: string | null;
    ip_address: string | null;
  };
  event_type: string;
  description: string;
  model: string | null;
  record_ids: string[];
  created_at: string;
}

const CONDITIONS: FilterConditions<AuditFilters> = {
  eventTypes: (types) => sql`event_type = any(${types}::text[])`,
  startDate: (time) => sql`created_at >= ${time}::timestamptz`,
  endDate: (time) => sql`created_at < ${time}::timestamptz`,
  linkedAccountId: (id) => sql`linked_account_id = ${id}::uuid`,
  apiKeyId: (id) => sql`actor_kind = 'api_key' and actor_id = ${id}::uuid`,
  userEmail: () => sql`false`,
};

/** Who did what, newest first. @throws AppError `cursor_invalid` */
export function listAuditEvents(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & { organizationId: string; filters: AuditFilters },
): Promise<Page<AuditEventView>> {
  const { organizationId, filters } = input;
  return listByKeyset<Selectable<AuditEventsTable>, AuditEventView>(
    deps,
    {
      select: sql`select *, created_at::text as keyset_key from audit_events`,
      conditions: [sql`organization_id = ${organizationId}::uuid`, ...toConditions(CONDITIONS, filters)],
      order: { key: 'created_at', id: 'id', isNewestFirst: true },
      list: { organizationId, list: 'audit-trail', filters },
    },
    input,
    toAuditEventView,
  );
}

function toAuditEventView(row: Selectable<AuditEventsTable>): AuditEventView {
  return {
    id: row.id,
    linked_account_id: row.linked_account_id,
    actor: {
      kind: row.actor_kind,
      id: row.actor_id,
      name: row.actor_name,
      ip_address: row.ip_address,
    },
    event_type: row.event_type,
    description: row.description,
    model: row.record_model,
    record_ids: row.record_ids,
    created_at: toApiTimestamp(row.created_at),
  };
}
