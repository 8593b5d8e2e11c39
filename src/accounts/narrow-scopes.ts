import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { applyWishes, type ScopeWish } from '../hris/scope-wishes.ts';
import { DEFAULT_SCOPES, listWidened, type Scopes } from '../hris/scopes.ts';
import { AppError } from '../lib/app-error.ts';
import type { AccountScope } from './issues.ts';
import { getDefaultScopes, lockAccountScopes, storeAccountScopes } from './scopes-store.ts';

/**
 * Takes models and fields out of what may be read of an account, at once. More than the employer's admin agreed to can't be taken
 * here: that needs a relink, which asks for it.
 * @returns the scopes as they are now
 * @throws AppError not_found; invalid_input (see applyWishes); conflict `consent_needed`
 */
export async function narrowScopes(
  deps: { db: Db },
  scope: AccountScope,
  { wishes, actor }: { wishes: readonly ScopeWish[]; actor: AuditActor },
): Promise<Scopes> {
  return await inTransaction(deps.db, async (trx) => {
    const before = (await lockAccountScopes(trx, scope)) ?? DEFAULT_SCOPES;
    const after = applyWishes(before, wishes, await getDefaultScopes(trx, scope.organizationId));
    const widened = listWidened(before, after);
    if (widened.length > 0) throw consentNeeded(widened);
    const narrowed = listWidened(after, before);
    if (narrowed.length === 0) return before;
    await storeAccountScopes(trx, scope, { before, after });
    await appendAuditEvent(trx, {
      ...scope,
      actor,
      type: 'CHANGED_SCOPES',
      description: `No longer read: ${narrowed.join(', ')}.`,
    });
    return after;
  });
}

function consentNeeded(widened: readonly string[]): AppError {
  return new AppError(
    'conflict',
    'consent_needed',
    `Nobody at the employer has agreed to ${widened.join(', ')}. Ask for them with a new link token of the same ` +
      'end_user_origin_id: they are read once the admin has agreed.',
    { pointer: '/common_models' },
  );
}
