import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { listByKeyset } from '../db/keyset-list.ts';
import type { Clock } from '../lib/clock.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import { toApiKeyView, type ApiKeyView } from './api-key-view.ts';
import type { ApiKeyRow } from './api-keys-store.ts';

/** The keys that are not revoked, oldest first. @throws AppError `cursor_invalid` */
export function listApiKeys(
  deps: { db: Db; clock: Clock; cursorKey: Uint8Array },
  input: PageRequest & { organizationId: string },
): Promise<Page<ApiKeyView>> {
  const { organizationId } = input;
  const now = deps.clock.now();
  return listByKeyset<ApiKeyRow, ApiKeyView>(
    deps,
    {
      select: sql`
        select id, name, environment, prefix, roles, created_at, last_used_at, previous_key_expires_at,
               created_at::text as keyset_key
          from api_keys`,
      conditions: [sql`organization_id = ${organizationId}::uuid`, sql`revoked_at is null`],
      order: { key: 'created_at', id: 'id', isNewestFirst: false },
      list: { organizationId, list: 'api-keys' },
    },
    input,
    (row) => toApiKeyView(row, now),
  );
}
