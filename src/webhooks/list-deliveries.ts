import type { Db } from '../db/client.ts';
import {
  selectAttempts,
  selectDeliveries,
  type DeliveryFilter,
  type DeliveryPosition,
} from './deliveries-store.ts';
import type { DeliveryView } from './delivery-view.ts';

export interface DeliveryPage {
  deliveries: DeliveryView[];
  /** Hand it back as `after` for the next page; null on the last one. */
  next: DeliveryPosition | null;
}

/** The organization's deliveries with their attempts, newest first. */
export async function listDeliveries(
  deps: { db: Db },
  organizationId: string,
  filter: DeliveryFilter,
): Promise<DeliveryPage> {
  const rows = await selectDeliveries(deps.db, organizationId, { ...filter, limit: filter.limit + 1 });
  const page = rows.slice(0, filter.limit);
  const attempts = await selectAttempts(
    deps.db,
    organizationId,
    page.map((row) => row.id),
  );
  const last = rows.length > filter.limit ? page.at(-1) : undefined;
  return {
    deliveries: page.map(({ position: _, ...row }) => ({ ...row, attempts: attempts.get(row.id) ?? [] })),
    next: last ? { createdAt: last.position, id: last.id } : null,
  };
}
