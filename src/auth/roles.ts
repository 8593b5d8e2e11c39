import { AppError } from '../lib/app-error.ts';

/**
 * What a key may do, each for itself: no role implies another. `read` reads; `sensitive` may ask for sensitive fields;
 * `operate` links, syncs, pauses, releases, keeps webhooks and mappings; `administer` keeps keys, settings, scopes, erases.
 */
export const API_KEY_ROLES = ['read', 'sensitive', 'operate', 'administer'] as const;
export type ApiKeyRole = (typeof API_KEY_ROLES)[number];

/** @throws AppError forbidden `role_missing`, naming the role */
export function assertRole(caller: { roles: readonly ApiKeyRole[] }, role: ApiKeyRole): void {
  if (caller.roles.includes(role)) return;
  throw new AppError('forbidden', 'role_missing', `This needs an API key with the role \`${role}\`.`);
}
