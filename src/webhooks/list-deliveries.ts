import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { listByKeyset } from '../db/keyset-list.ts';
import { pickFilters, toConditions, type FilterConditions } from '../db/list-filters.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import {
  DELIVERY_COLUMNS,
  DELIVERY_TABLES,
  selectAttempts,
  toDeliveryView,
  type DeliveryRow,
} from './deliveries-store.ts';
import type { DeliveryView } from './delivery-view.ts';

/** Times are what a caller sent; `after` includes the instant, `before` does not. */
export interface DeliveryFilters {
  endpoint_id?: string;
  state?: DeliveryView['state'];
  event_type?: string;
  event_id?: string;
  linked_account_id?: string;
  created_after?: string;
  created_before?: string;
}

const CONDITIONS: FilterConditions<DeliveryFilters> = {
  endpoint_id: (id) => sql`d.endpoint_id = ${id}::uuid`,
  state: (state) => sql`d.state = ${state}`,
  event_type: (type) => sql`e.type = ${type}`,
  event_id: (id) => sql`d.event_id = ${id}::uuid`,
  linked_account_id: (id) => sql`e.linked_account_id = ${id}::uuid`,
  created_after: (time) => sql`d.created_at >= ${time}::timestamptz`,
  created_before: (time) => sql`d.created_at < ${time}::timestamptz`,
};

/** The organization's deliveries with their attempts, newest first. @throws AppError `cursor_invalid` */
export async function listDeliveries(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & { organizationId: string; filters: DeliveryFilters },
): Promise<Page<DeliveryView>> {
  const { organizationId } = input;
  const filters = pickFilters(CONDITIONS, input.filters);
  const page = await listByKeyset<DeliveryRow, DeliveryRow>(
    deps,
    {
      select: sql`select ${DELIVERY_COLUMNS}, d.created_at::text as keyset_key from ${DELIVERY_TABLES}`,
      conditions: [sql`d.organization_id = ${organizationId}`, ...toConditions(CONDITIONS, filters)],
      order: { key: 'd.created_at', id: 'd.id', isNewestFirst: true },
      list: { organizationId, list: 'deliveries', filters },
    },
    input,
    (row) => row,
  );
  const ids = page.results.map(({ id }) => id);
  const attempts = await selectAttempts(deps.db, organizationId, ids);
  return { ...page, results: page.results.map((row) => toDeliveryView(row, attempts.get(row.id) ?? [])) };
}
