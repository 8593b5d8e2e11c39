import { toConnectorContext } from '../connectors/connector-context.ts';
import type { ConnectionMethod, OauthDoor, RemoteAccess } from '../connectors/contract.ts';
import type { ConnectorRegistry } from '../connectors/registry.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { OutboundHttp } from '../lib/outbound-http.ts';
import { toRemoteLogIn } from './get-log-in.ts';
import type { AccountScope } from './issues.ts';
import { getLinkedAccount, type LinkedAccount } from './linked-accounts-store.ts';
import { findLogIn } from './log-ins-store.ts';
import { findGrant } from './oauth-grants-store.ts';
import { getRemoteAccount, type RemoteAccountDeps } from './remote-account-store.ts';
import { toRemoteGrant } from './remote-grant.ts';

export interface RemoteAccessDeps extends RemoteAccountDeps {
  clock: Clock;
  log: Logger;
  connectors: ConnectorRegistry;
  outbound: OutboundHttp;
}

/** What a link session tries; where nothing was given anew, it is the account's own access. */
export interface LinkAttempt {
  linkSessionId: string;
  method: ConnectionMethod;
  /** Of the companies that the log-in has, the one that the admin chose. */
  companyId: string | null;
  /** The service account that is to replace the account's own is tried. */
  isReplacement: boolean;
}

/** What of the account decides on its access. */
type AccessedAccount = Pick<LinkedAccount, 'connection_method' | 'integration' | 'remote_company_id'>;

interface AccessOptions {
  attempt?: LinkAttempt;
  signal?: AbortSignal;
  /** Read already; absent: it is read. */
  account?: AccessedAccount;
}

/**
 * What the account can do at its source, by its connection method; with `attempt`, what a link session tries. Secrets are
 * in memory while the object lives: get it for one use, and let it go.
 * @throws AppError not_found, conflict `access_missing` when nothing was given yet
 */
export async function getRemoteAccess(
  deps: RemoteAccessDeps,
  scope: AccountScope,
  options: AccessOptions = {},
): Promise<RemoteAccess> {
  const account =
    options.account ?? (await getLinkedAccount(deps.db, scope.organizationId, scope.linkedAccountId));
  const method = options.attempt?.method ?? account.connection_method;
  switch (method) {
    case 'service_account':
      return await getRemoteAccount(
        deps,
        scope,
        companyOf(account, options.attempt),
        options.attempt?.isReplacement ?? false,
      );
    case 'credentials':
      return await getLogIn(deps, scope, account, options.attempt);
    case 'oauth':
      return await getGrant(deps, scope, account, options);
  }
}

async function getLogIn(
  deps: RemoteAccessDeps,
  scope: AccountScope,
  account: AccessedAccount,
  attempt: LinkAttempt | undefined,
): Promise<RemoteAccess> {
  const row =
    (attempt && (await findLogIn(deps.db, scope, attempt.linkSessionId))) ??
    (await findLogIn(deps.db, scope, null));
  if (!row) throw accessMissing();
  return await toRemoteLogIn(deps, scope, row, companyOf(account, attempt));
}

async function getGrant(
  deps: RemoteAccessDeps,
  scope: AccountScope,
  account: AccessedAccount,
  { attempt, signal }: AccessOptions,
): Promise<RemoteAccess> {
  const row =
    (attempt && (await findGrant(deps.db, scope, attempt.linkSessionId))) ??
    (await findGrant(deps.db, scope, null));
  if (!row) throw accessMissing();
  const door = getOauthDoor(deps, account.integration);
  const context = toConnectorContext(deps, signal ?? new AbortController().signal);
  return toRemoteGrant({ ...deps, context, door, scope, grantId: row.id }, row);
}

/** @throws AppError conflict `integration_not_configured` */
export function getOauthDoor(deps: Pick<RemoteAccessDeps, 'connectors'>, integration: string): OauthDoor {
  const door = deps.connectors.get(integration).oauth;
  if (door) return door;
  throw new AppError(
    'conflict',
    'integration_not_configured',
    'The API of this integration is not configured here: its client id and secret are missing.',
  );
}

/** The site may name a company by another id than the API does: what was learnt by another way in tells nothing here. */
function companyOf(account: AccessedAccount, attempt: LinkAttempt | undefined): string | null {
  if (attempt?.companyId) return attempt.companyId;
  const isSameSite = (account.connection_method === 'oauth') === (attempt?.method === 'oauth');
  return attempt === undefined || isSameSite ? account.remote_company_id : null;
}

function accessMissing(): AppError {
  return new AppError('conflict', 'access_missing', 'This linked account has no access to its source.');
}
