import type { Db } from '../db/client.ts';
import type { Clock } from '../lib/clock.ts';
import { toApiKeyView, type ApiKeyView } from './api-key-view.ts';
import { getApiKeyRow } from './api-keys-store.ts';

/** @throws AppError not_found */
export async function getApiKey(
  deps: { db: Db; clock: Clock },
  key: { organizationId: string; id: string },
): Promise<ApiKeyView> {
  return toApiKeyView(await getApiKeyRow(deps.db, key), deps.clock.now());
}
