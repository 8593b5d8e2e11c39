import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { deleteEndpointRow } from './endpoints-store.ts';

/**
 * Deletes the endpoint with its deliveries; what is pending is not sent.
 * @throws AppError not_found
 */
export async function deleteEndpoint(
  deps: { db: Db },
  organizationId: string,
  endpointId: string,
): Promise<void> {
  if (!(await deleteEndpointRow(deps.db, organizationId, endpointId))) throw notFound('webhook endpoint');
}
