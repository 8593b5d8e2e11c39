import type { AccountScope } from '../accounts/index.ts';
import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import { createLinkToken } from '../auth/link-tokens.ts';
import type { ConnectionMethod } from '../connectors/contract.ts';
import { toDate } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { ScopeWish } from '../hris/scope-wishes.ts';
import { invalidInput } from '../lib/app-error.ts';
import { addMs, MINUTE_MS } from '../lib/duration.ts';
import { newId } from '../lib/ids.ts';
import type { Language } from '../lib/language.ts';
import { takeMethod } from './choose-method.ts';
import type { LinkingDeps } from './deps.ts';
import { findOrCreateAccount, type AccountWish } from './find-or-create-account.ts';
import { useHubHandover } from './hub-handover.ts';
import { issueServiceEmail, mailDeadline } from './issue-service-email.ts';
import { isBeforeAccess } from './link-session-states.ts';
import { lockOpenSession, updateSession } from './link-sessions-store.ts';
import { findOfferedMethods } from './offered-methods.ts';
import { toPageUrl } from './page-url.ts';
import { askForScopes } from './session-scopes.ts';
import { chooseStartMethod } from './start-method.ts';

const MIN_EXPIRY_MINUTES = 30;
const MAX_EXPIRY_MINUTES = 720;
const MAX_MAGIC_LINK_EXPIRY_MINUTES = 10_080;

export interface StartLinkSessionInput extends AccountWish {
  linkExpiryMinutes: number;
  shouldCreateMagicLinkUrl: boolean;
  /** The person in the modal is not offered to give the link on. */
  isAdminLinkHidden?: boolean;
  /** Null: the account's own, or the first that is switched on here. */
  connectionMethod: ConnectionMethod | null;
  /** What the employer brought along from the source's own list of integrations. */
  handover: string | null;
  /** What the modal speaks, until the person chooses another; null: the organization's default. */
  language?: Language | null;
  /** What shall be read, where it is not what the account has, or new accounts get. */
  scopeWishes?: readonly ScopeWish[];
  /** The command line unless given. */
  actor?: AuditActor;
}

export interface StartedLinkSession {
  linkToken: string;
  /** Filled when the account was linked before: this is a relink. */
  integrationName: string | null;
  magicLinkUrl: string | null;
}

type Deps = Pick<LinkingDeps, 'db' | 'clock' | 'connectors' | 'config' | 'secrets'>;

/**
 * Finds or makes the linked account of the origin id, resumes its open session or begins one, and issues a link token.
 * Safe to repeat and to race: one account, one open session and one service e-mail come of it.
 * @throws AppError invalid_input for an expiry, an integration, a method or a hand-over that can't be, conflict
 * `integration_differs`, `integration_not_configured`, `handover_used`; and see askForScopes.
 */
export async function startLinkSession(
  deps: Deps,
  input: StartLinkSessionInput,
): Promise<StartedLinkSession> {
  assertExpiry(input);
  const now = deps.clock.now();
  const expiresAt = addMs(now, input.linkExpiryMinutes * MINUTE_MS);
  const started = await inTransaction(deps.db, async (trx) => {
    const account = await findOrCreateAccount(deps, trx, input);
    const scope = { organizationId: input.organizationId, linkedAccountId: account.id };
    if (input.handover !== null) await useHubHandover(trx, scope, input.handover, now);
    const session = await resumeOrBeginSession(trx, scope, {
      now,
      expiresAt,
      method: await chooseMethodOfStart(deps, trx, account, input),
      isMethodAskedFor: input.connectionMethod !== null || input.handover !== null,
      isFromHub: input.handover !== null,
      isAdminLinkHidden: input.isAdminLinkHidden ?? false,
      language: input.language ?? null,
    });
    await askForScopes(trx, scope, session.id, input.scopeWishes ?? []);
    await issueServiceEmail(trx, account.id, {
      now,
      acceptsMailUntil: mailDeadline(session.tokenExpiresAt, deps.config.linking.lateInvitationDays),
    });
    if (input.shouldCreateMagicLinkUrl) {
      await appendAuditEvent(trx, {
        ...scope,
        actor: input.actor ?? COMMAND_LINE,
        type: 'GENERATED_MAGIC_LINK',
        description: `Made a magic link for the link session ${session.id}.`,
      });
    }
    return { account, linkSessionId: session.id };
  });
  const key = { organizationId: input.organizationId, linkSessionId: started.linkSessionId };
  const linkToken = await createLinkToken(deps.secrets.linkTokenKey, key, expiresAt, deps.clock);
  const isRelink = started.account.completed_at !== null;
  return {
    linkToken,
    integrationName: isRelink ? deps.connectors.get(started.account.integration).name : null,
    magicLinkUrl: input.shouldCreateMagicLinkUrl
      ? toPageUrl(deps.config.linking.publicUrl, 'link', { ...key, token: linkToken })
      : null,
  };
}

function assertExpiry(input: StartLinkSessionInput): void {
  const max = input.shouldCreateMagicLinkUrl ? MAX_MAGIC_LINK_EXPIRY_MINUTES : MAX_EXPIRY_MINUTES;
  const minutes = input.linkExpiryMinutes;
  if (Number.isInteger(minutes) && minutes >= MIN_EXPIRY_MINUTES && minutes <= max) return;
  throw invalidInput(
    'link_expiry_out_of_range',
    `A link token lives ${MIN_EXPIRY_MINUTES} to ${max} minutes.`,
    '/link_expiry_mins',
  );
}

async function chooseMethodOfStart(
  deps: Deps,
  trx: Trx,
  account: { integration: string; completed_at: string | null; connection_method: ConnectionMethod },
  input: StartLinkSessionInput,
): Promise<ConnectionMethod> {
  const connector = deps.connectors.get(account.integration);
  const methods = await findOfferedMethods(trx, input.organizationId, connector);
  return chooseStartMethod(methods, account, input);
}

interface SessionStart {
  now: Date;
  expiresAt: Date;
  method: ConnectionMethod;
  isMethodAskedFor: boolean;
  isFromHub: boolean;
  isAdminLinkHidden: boolean;
  language: Language | null;
}

async function resumeOrBeginSession(
  trx: Trx,
  scope: AccountScope,
  start: SessionStart,
): Promise<{ id: string; tokenExpiresAt: Date }> {
  const open = await lockOpenSession(trx, scope.linkedAccountId);
  if (!open) return { id: await insertSession(trx, scope, start), tokenExpiresAt: start.expiresAt };
  const former = toDate(open.token_expires_at);
  const tokenExpiresAt = former > start.expiresAt ? former : start.expiresAt;
  // Once the admin has given something, the partner's wish comes too late.
  const isOtherMethod = start.isMethodAskedFor && open.connection_method !== start.method;
  if (isOtherMethod && isBeforeAccess(open.state)) await takeMethod(trx, open, start.method, start.now);
  await updateSession(trx, open, {
    token_expires_at: tokenExpiresAt,
    is_admin_link_hidden: start.isAdminLinkHidden,
    // The partner's own new link: those that are given on from here count anew.
    admin_links_end_at: null,
    ...(start.isFromHub ? { is_from_hub: true } : {}),
    ...(start.language === null ? {} : { asked_language: start.language }),
  });
  return { id: open.id, tokenExpiresAt };
}

async function insertSession(trx: Trx, scope: AccountScope, start: SessionStart): Promise<string> {
  const id = newId();
  await trx
    .insertInto('link_sessions')
    .values({
      id,
      organization_id: scope.organizationId,
      linked_account_id: scope.linkedAccountId,
      state: 'awaiting_consent',
      state_entered_at: start.now,
      connection_method: start.method,
      is_from_hub: start.isFromHub,
      is_admin_link_hidden: start.isAdminLinkHidden,
      token_expires_at: start.expiresAt,
      asked_language: start.language,
      created_at: start.now,
    })
    .execute();
  return id;
}
