import type { Db } from '../db/client.ts';
import type { EndpointView } from './endpoint-view.ts';
import { selectEndpoints, toEndpointView } from './endpoints-store.ts';

/** All endpoints of the organization, oldest first; there are few, so there are no pages. */
export async function listEndpoints(deps: { db: Db }, organizationId: string): Promise<EndpointView[]> {
  return (await selectEndpoints(deps.db, organizationId)).map(toEndpointView);
}
