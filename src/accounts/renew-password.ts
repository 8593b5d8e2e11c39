import { toConnectorContext } from '../connectors/connector-context.ts';
import type { Connector, ConnectorContext, RemoteAccount } from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import { randomBase62 } from '../crypto/token-hash.ts';
import type { Config } from '../config/config.ts';
import type { Trx } from '../db/transaction.ts';
import { addMs, DAY_MS, MINUTE_MS } from '../lib/duration.ts';
import { SHORT_LEASE_SECONDS, takeLease, withLease, writeUnderLease, type Lease } from '../queue/leases.ts';
import { openIssue, resolveIssues, type AccountScope } from './issues.ts';
import { findPasswordAge, updatePasswordAge } from './password-ages-store.ts';
import { isRenewalDue, nextCheckAt, retryCheckAt } from './password-schedule.ts';
import { markRelinkNeeded } from './relink-needed.ts';
import { getRemoteAccess, type RemoteAccessDeps } from './remote-access.ts';
import { PASSWORD_FIELD, settlePassword } from './unconfirmed-password.ts';

const LONGEST_WORK_MS = 10 * MINUTE_MS;
const PASSWORD_LENGTH = 32;

const EXPIRES_SOON = 'password_expires_soon';
const AGE_UNKNOWN = 'password_age_unknown';

export interface RenewPasswordDeps extends RemoteAccessDeps {
  config: RemoteAccessDeps['config'] & Pick<Config, 'linking'>;
}

/** One look at one password, under the lease of its row. */
interface Care {
  deps: RenewPasswordDeps;
  scope: AccountScope;
  connector: Connector;
  context: ConnectorContext;
  lease: Lease;
}

/**
 * Looks when the log-in's password ends. Our own is renewed in time, without the employer; of a user's own an issue
 * tells. A new password is sealed before it is sent, and stays beside the old one until one of them is proven.
 */
export async function renewPassword(
  deps: RenewPasswordDeps,
  { linkedAccountId }: { linkedAccountId: string },
): Promise<void> {
  const row = await findPasswordAge(deps.db, linkedAccountId);
  if (row?.status !== 'COMPLETE') return;
  const lease = await takeLease(deps.db, 'password_ages', row.id, SHORT_LEASE_SECONDS);
  if (!lease) return;
  const scope = { organizationId: row.organization_id, linkedAccountId };
  const connector = deps.connectors.get(row.integration);
  await withLease(deps.db, lease, SHORT_LEASE_SECONDS, async (lost) => {
    const signal = AbortSignal.any([lost, AbortSignal.timeout(LONGEST_WORK_MS)]);
    const context = toConnectorContext(deps, signal);
    const care: Care = { deps, scope, connector, context, lease };
    await lookAfter(care).catch((error: unknown) => concludeFailure(care, error));
  });
}

async function lookAfter(care: Care): Promise<void> {
  await settleDoubt(care);
  const account = await getAccount(care);
  if (!account) return;
  let expiresAt = await care.connector.readPasswordExpiry(care.context, account);
  const { renewPasswordDaysBefore } = care.deps.config.linking;
  const isDue = isRenewalDue(expiresAt, renewPasswordDaysBefore, care.deps.clock.now());
  if (isDue && account.method === 'service_account') {
    await replacePassword(care, account);
    expiresAt = await care.connector.readPasswordExpiry(care.context, (await getAccount(care))!);
  }
  await conclude(care, expiresAt, isDue && account.method === 'credentials');
}

/** A crash left two passwords: only a sign-in tells which one is valid, so the saved remote session is given up. */
async function settleDoubt(care: Care): Promise<void> {
  const account = await getAccount(care);
  if (!account?.unconfirmedPassword) return;
  await account.saveRemoteSession(null);
  await care.connector.openRemoteSession(care.context, account);
}

async function replacePassword(care: Care, account: RemoteAccount): Promise<void> {
  const { deps, scope, connector, context } = care;
  const renewed = randomBase62(PASSWORD_LENGTH);
  const sealed = await deps.vault.seal(
    deps.db,
    { linkedAccountId: scope.linkedAccountId },
    PASSWORD_FIELD,
    renewed,
  );
  await write(care, (trx) => updatePasswordAge(trx, scope, { sealed_new_password: sealed }));
  try {
    await connector.renewPassword(context, account, renewed);
  } catch (error) {
    if (!isCode(error, 'password_refused')) throw error;
    await write(care, (trx) => settlePassword(trx, scope, sealed, false));
    throw error;
  }
  await write(care, (trx) => settlePassword(trx, scope, sealed, true));
}

async function conclude(care: Care, expiresAt: Date | null, isPersonNeeded: boolean): Promise<void> {
  const { deps, scope } = care;
  const next = nextCheckAt(expiresAt, deps.config.linking.renewPasswordDaysBefore, deps.clock.now());
  await write(care, async (trx) => {
    await updatePasswordAge(trx, scope, { expires_at: expiresAt, next_check_at: next });
    await resolveIssues(trx, scope, AGE_UNKNOWN);
    if (isPersonNeeded)
      await openIssue(trx, scope, { code: EXPIRES_SOON, description: expiresSoon(expiresAt!) });
    else await resolveIssues(trx, scope, EXPIRES_SOON);
  });
}

async function concludeFailure(care: Care, error: unknown): Promise<void> {
  if (!(error instanceof ConnectorError)) throw error;
  const { deps, scope } = care;
  const now = deps.clock.now();
  const isPassing = error.isRetryable || error.code === 'budget_spent';
  const next = isPassing ? retryCheckAt(error.retryAfterMs, now) : addMs(now, DAY_MS);
  deps.log.warn({ ...scope, error_code: error.code }, 'password_not_looked_after');
  await write(care, async (trx) => {
    await updatePasswordAge(trx, scope, { next_check_at: next });
    if (error.needsRelink) await markRelinkNeeded(trx, scope, { code: error.code, description: RELINK });
    else if (error.code === 'password_refused')
      await openIssue(trx, scope, { code: EXPIRES_SOON, description: REFUSED });
    // What else may be wrong, the account's sync meets as well, and tells.
    else if (error.code === 'unexpected_page')
      await openIssue(trx, scope, { code: AGE_UNKNOWN, description: UNKNOWN });
  });
}

async function getAccount({ deps, scope }: Care): Promise<RemoteAccount | undefined> {
  const access = await getRemoteAccess(deps, scope);
  return access.method === 'oauth' ? undefined : access;
}

async function write({ deps, lease }: Care, change: (trx: Trx) => Promise<void>): Promise<void> {
  await writeUnderLease(deps.db, lease, change);
}

function isCode(error: unknown, code: ConnectorError['code']): boolean {
  return error instanceof ConnectorError && error.code === code;
}

const expiresSoon = (expiresAt: Date): string =>
  `The password of the log-in that was given here ends on ${expiresAt.toISOString().slice(0, 10)}. ` +
  'Ask the employer to set a new one at the source and to link again with it; on that day reading stops.';
const RELINK =
  'The source refused the log-in. Nothing is read until the account is linked again: send the employer a new link token.';
const REFUSED =
  'The service account’s password ends soon, and the source did not take a new one. It is tried again daily; if it ' +
  'ends before, the account must be linked again.';
const UNKNOWN =
  'Nobody can see when the service account’s password ends: the security page is not as we know it. If the source has ' +
  'changed it, its description can be overridden by MUSTER_JUSTWORKS_SITE.';
