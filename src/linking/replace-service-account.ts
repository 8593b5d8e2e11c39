import { getLinkedAccount, type AccountScope, type LinkedAccount } from '../accounts/index.ts';
import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import { createLinkToken, readLinkToken } from '../auth/link-tokens.ts';
import type { TokenEnvironment } from '../crypto/token-hash.ts';
import { toDate } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { beginReplacement } from './begin-replacement.ts';
import type { LinkingDeps } from './deps.ts';
import {
  getLinkSession,
  keyOf,
  lockLinkSession,
  lockOpenSession,
  scopeOf,
  updateSession,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { toServiceEmail } from './service-email.ts';
import {
  startLinkSession,
  type StartedLinkSession,
  type StartLinkSessionInput,
} from './start-link-session.ts';
import { worksByServiceAccount } from './works-by-service-account.ts';

type Deps = Pick<LinkingDeps, 'db' | 'clock' | 'connectors' | 'config' | 'secrets'>;

export interface ReplacementInput extends AccountScope {
  environment: TokenEnvironment;
  linkExpiryMinutes: number;
  actor: AuditActor;
}

export interface StartedReplacement {
  /** The address to invite now. */
  serviceEmail: string;
  /** Its user stays in use until the new one is proven; then it can be removed at the source. */
  replacedServiceEmail: string;
  linkToken: string;
  magicLinkUrl: string;
}

/**
 * A new service e-mail for the same linked account, and a link session in which an administrator invites it. The account's
 * log-in stays in use until the new one is verified, and is forgotten then. Safe to repeat: an open replacement goes on.
 * @throws AppError not_found, conflict `no_service_account`, `link_session_busy`; see startLinkSession
 */
export async function replaceServiceAccount(
  deps: Deps,
  input: ReplacementInput,
): Promise<StartedReplacement> {
  await inTransaction(deps.db, (trx) => assertReplaceable(trx, input));
  const account = await getLinkedAccount(deps.db, input.organizationId, input.linkedAccountId);
  const { environment, linkExpiryMinutes, actor } = input;
  const started = await startSession(deps, account, {
    environment,
    linkExpiryMinutes,
    shouldCreateMagicLinkUrl: true,
    actor,
  });
  const emails = await inTransaction(deps.db, async (trx) => {
    await begin(deps, trx, input);
    return await readEmails(deps, trx, input);
  });
  return { ...emails, linkToken: started.linkToken, magicLinkUrl: started.magicLinkUrl! };
}

async function begin(
  deps: Pick<Deps, 'clock'>,
  trx: Trx,
  { organizationId, linkedAccountId, actor }: AccountScope & { actor: AuditActor },
): Promise<LinkSession> {
  const scope = { organizationId, linkedAccountId };
  await assertReplaceable(trx, scope);
  const session = await beginReplacement(trx, scope, deps.clock.now());
  await appendAuditEvent(trx, {
    ...scope,
    actor,
    type: 'REPLACED_SERVICE_ACCOUNT',
    description: 'Issued a new service e-mail; the former log-in stays in use until the new one works.',
  });
  return session;
}

/**
 * The same, asked for by the person in the modal, also behind a session that has linked. Nothing that comes of it outlives
 * the session that it was asked in: nobody lengthens a link by replacing.
 * @throws AppError as above
 */
export async function replaceInSession(
  deps: Deps,
  input: LinkSessionKey & { actor: AuditActor },
): Promise<{ linkToken: string }> {
  const asked = await getLinkSession(deps.db, input);
  const scope = { ...scopeOf(asked), actor: input.actor };
  await inTransaction(deps.db, (trx) => assertReplaceable(trx, scope));
  if (asked.ended_at !== null) await openNextSession(deps, asked, input.actor);
  const session = await inTransaction(deps.db, (trx) => begin(deps, trx, scope));
  const endsAt = toDate(asked.token_expires_at);
  return { linkToken: await createLinkToken(deps.secrets.linkTokenKey, keyOf(session), endsAt, deps.clock) };
}

/** The session that has linked is over. One that the partner has opened since is left as it is. */
async function openNextSession(deps: Deps, asked: LinkSession, actor: AuditActor): Promise<void> {
  const scope = scopeOf(asked);
  if (await inTransaction(deps.db, (trx) => lockOpenSession(trx, scope.linkedAccountId))) return;
  const account = await getLinkedAccount(deps.db, scope.organizationId, scope.linkedAccountId);
  const { linkToken } = await startSession(deps, account, {
    environment: account.is_test_account ? 'test' : 'live',
    linkExpiryMinutes: MIN_LIFE_MINUTES,
    shouldCreateMagicLinkUrl: false,
    isAdminLinkHidden: asked.is_admin_link_hidden,
    actor,
  });
  const key = await readLinkToken(deps.secrets.linkTokenKey, linkToken, deps.clock);
  await inTransaction(deps.db, async (trx) => {
    const next = await lockLinkSession(trx, key);
    const endsAt = toDate(asked.token_expires_at);
    await updateSession(trx, next, { token_expires_at: endsAt, admin_links_end_at: endsAt });
  });
}

/** The shortest life of a link token. */
const MIN_LIFE_MINUTES = 30;

/** Of the account as it is, by a service account. */
function startSession(
  deps: Deps,
  account: LinkedAccount,
  start: Pick<
    StartLinkSessionInput,
    'environment' | 'linkExpiryMinutes' | 'shouldCreateMagicLinkUrl' | 'isAdminLinkHidden' | 'actor'
  >,
): Promise<StartedLinkSession> {
  return startLinkSession(deps, {
    ...start,
    organizationId: account.organization_id,
    endUserOriginId: account.end_user_origin_id,
    endUserOrganizationName: null,
    endUserEmailAddress: null,
    integration: null,
    connectionMethod: 'service_account',
    handover: null,
  });
}

async function assertReplaceable(trx: Trx, scope: AccountScope): Promise<void> {
  if (await worksByServiceAccount(trx, scope)) return;
  throw new AppError(
    'conflict',
    'no_service_account',
    'This linked account does not work by a service account, so there is none to replace.',
  );
}

async function readEmails(deps: Pick<Deps, 'config'>, trx: Trx, { linkedAccountId }: AccountScope) {
  const email = await trx
    .selectFrom('service_emails')
    .select(['local_part', 'replaced_local_part'])
    .where('linked_account_id', '=', linkedAccountId)
    .executeTakeFirstOrThrow();
  const { mailDomain } = deps.config.linking;
  return {
    serviceEmail: toServiceEmail(email.local_part, mailDomain),
    replacedServiceEmail: toServiceEmail(email.replaced_local_part!, mailDomain),
  };
}
