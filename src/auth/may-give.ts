import { AppError } from '../lib/app-error.ts';
import type { ApiKeyRole } from './roles.ts';

/**
 * Whoever keeps keys must not come by a role that their own key lacks: not by making a key with it, nor by giving it to one, nor by
 * rotating one that has it. @throws AppError forbidden `role_not_held`
 */
export function assertMayGive(held: readonly ApiKeyRole[], given: readonly ApiKeyRole[]): void {
  const missing = given.filter((role) => !held.includes(role));
  if (missing.length === 0) return;
  throw new AppError(
    'forbidden',
    'role_not_held',
    `This API key lacks the role \`${missing.join('`, `')}\` itself, so it can not give it.`,
  );
}
