import {
  getDefaultScopes,
  lockAccountScopes,
  storeAccountScopes,
  type AccountScope,
} from '../accounts/index.ts';
import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { Trx } from '../db/transaction.ts';
import { applyWishes, type ScopeWish } from '../hris/scope-wishes.ts';
import { listWidened, parseScopes, type Scopes } from '../hris/scopes.ts';
import { AppError } from '../lib/app-error.ts';
import { lockLinkSession, scopeOf, updateSession, type LinkSession } from './link-sessions-store.ts';

/**
 * Says what a session asks the admin for: the account's scopes, or the organization's default for a new one, with the wishes in them;
 * without wishes what it has asked for so far.
 * @throws AppError invalid_input (see applyWishes); conflict `consent_given_for_less`
 */
export async function askForScopes(
  trx: Trx,
  scope: AccountScope,
  linkSessionId: string,
  wishes: readonly ScopeWish[],
): Promise<void> {
  const session = await lockLinkSession(trx, { organizationId: scope.organizationId, linkSessionId });
  if (session.scopes !== null && wishes.length === 0) return;
  const fallback = await getDefaultScopes(trx, scope.organizationId);
  const base = (await lockAccountScopes(trx, scope)) ?? fallback;
  const scopes = applyWishes(base, wishes, fallback);
  assertNoMoreThanAgreed(session, scopes);
  await updateSession(trx, session, { scopes: JSON.stringify(scopes) });
}

/** Who has agreed is not asked again in the same session. */
function assertNoMoreThanAgreed(session: LinkSession, scopes: Scopes): void {
  if (session.consented_at === null) return;
  const widened = listWidened(parseScopes(session.consented_scopes), scopes);
  if (widened.length === 0) return;
  throw new AppError(
    'conflict',
    'consent_given_for_less',
    `The admin has agreed to less in this session: ${widened.join(', ')} can be asked for when it has ended.`,
    { pointer: '/common_models' },
  );
}

export const scopesOf = (session: Pick<LinkSession, 'scopes'>): Scopes => parseScopes(session.scopes);

/** What the admin agreed to, or less if less is asked for by now, becomes the account's. Call before the account is complete. */
export async function adoptScopes(trx: Trx, session: LinkSession): Promise<void> {
  if (session.scopes === null) return;
  const scope = scopeOf(session);
  const before = await lockAccountScopes(trx, scope);
  const after = scopesOf(session);
  if (before === null) return await storeAccountScopes(trx, scope, { before, after });
  const [added, removed] = [listWidened(before, after), listWidened(after, before)];
  if (added.length === 0 && removed.length === 0) return;
  await storeAccountScopes(trx, scope, { before, after });
  const actor: AuditActor = { kind: 'link_session', id: session.id, ipAddress: null };
  await appendAuditEvent(trx, {
    ...scope,
    actor,
    type: 'CHANGED_SCOPES',
    description: `Agreed to in a relink. Read from now on: ${list(added)}. No longer read: ${list(removed)}.`,
  });
}

const list = (names: readonly string[]): string => names.join(', ') || 'nothing else';
