import { toApiTimestamp } from '../db/timestamps.ts';
import type { TokenEnvironment } from '../crypto/token-hash.ts';
import type { ApiKeyRow } from './api-keys-store.ts';
import type { ApiKeyRole } from './roles.ts';

/** As the API shows a key: enough to recognise it, never the key. */
export interface ApiKeyView {
  id: string;
  name: string;
  environment: TokenEnvironment;
  prefix: string;
  roles: ApiKeyRole[];
  created_at: string;
  last_used_at: string | null;
  /** While the key that was rotated away works on. */
  previous_key_ends_at: string | null;
}

export function toApiKeyView({ previous_key_expires_at, ...row }: ApiKeyRow, now: Date): ApiKeyView {
  const isPreviousOver =
    previous_key_expires_at === null || new Date(toApiTimestamp(previous_key_expires_at)) <= now;
  return {
    id: row.id,
    name: row.name,
    environment: row.environment,
    prefix: row.prefix,
    roles: row.roles,
    created_at: toApiTimestamp(row.created_at),
    last_used_at: row.last_used_at === null ? null : toApiTimestamp(row.last_used_at),
    previous_key_ends_at: isPreviousOver ? null : toApiTimestamp(previous_key_expires_at),
  };
}
