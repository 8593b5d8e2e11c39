import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import type { EndpointView } from './endpoint-view.ts';
import { findEndpoint, toEndpointView } from './endpoints-store.ts';

/** @throws AppError not_found */
export async function getEndpoint(
  deps: { db: Db },
  organizationId: string,
  endpointId: string,
): Promise<EndpointView> {
  const row = await findEndpoint(deps.db, organizationId, endpointId);
  if (!row) throw notFound('webhook endpoint');
  return toEndpointView(row);
}
