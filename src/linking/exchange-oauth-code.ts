import { findLinkedAccount, getIntegration, getOauthDoor, storeTriedGrant } from '../accounts/index.ts';
import { toConnectorContext } from '../connectors/connector-context.ts';
import type { GrantTokens, OauthDoor } from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import { inTransaction } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import { assertLease, LeaseLostError, releaseLease } from '../queue/leases.ts';
import type { LinkingDeps } from './deps.ts';
import { jobOf, scopeOf, updateSession } from './link-sessions-store.ts';
import { CODE_FIELD } from './receive-authorization.ts';
import { toRedirectUri } from './start-authorization.ts';
import { LinkFailure, workOnSession, type LinkSessionJob, type SessionWork } from './work-on-session.ts';

type Deps = Pick<LinkingDeps, 'db' | 'vault' | 'clock' | 'log' | 'outbound' | 'connectors' | 'config'>;

/**
 * Trades the consent's code for tokens. The source takes a code once, so the attempt is written down before it: one that
 * began and left no tokens has used the code up, and the admin is asked to consent again (`authorization_lost`).
 */
export async function exchangeOauthCode(deps: Deps, job: LinkSessionJob): Promise<void> {
  const step = {
    state: 'verifying_permissions',
    failureEvent: 'verification_failed',
    task: 'exchange_oauth_code',
  } as const;
  await workOnSession(deps, job, step, async (work) => {
    if (work.session.sealed_authorization_code === null) return;
    if (work.session.authorization_code_exchanged_at !== null) throw new LinkFailure('authorization_lost');
    const code = await unsealCode(deps, work, work.session.sealed_authorization_code);
    await markExchanged(deps, work, deps.clock.now());
    const door = getOauthDoor(deps, await getIntegration(deps.db, scopeOf(work.session)));
    const tokens = await exchange(deps, work, door, code);
    try {
      await keepTokens(deps, work, tokens);
    } catch (error) {
      if (error instanceof LeaseLostError) await endUnkept(deps, work, door, tokens);
      throw error;
    }
  });
}

/** The account was erased while the source gave tokens for it: nobody else knows of them, so they are ended here. */
async function endUnkept(
  deps: Deps,
  { session }: SessionWork,
  door: OauthDoor,
  tokens: GrantTokens,
): Promise<void> {
  const { organizationId, linkedAccountId } = scopeOf(session);
  // Of an account that is still there it could be one with the consent that the account works with.
  if (await findLinkedAccount(deps.db, organizationId, linkedAccountId)) return;
  const context = toConnectorContext(deps, new AbortController().signal);
  await door.revoke(context, tokens.refreshToken ?? tokens.accessToken);
}

async function exchange(deps: Deps, work: SessionWork, door: OauthDoor, code: string): Promise<GrantTokens> {
  try {
    const context = toConnectorContext(deps, work.signal);
    return await door.exchangeCode(context, { code, redirectUri: toRedirectUri(deps) });
  } catch (error) {
    // It answered that it can't now. Should it have taken the code all the same, it refuses it the next time.
    if (error instanceof ConnectorError && error.isRetryable) await markExchanged(deps, work, null);
    throw error;
  }
}

async function keepTokens(deps: Deps, work: SessionWork, tokens: GrantTokens): Promise<void> {
  const { session, lease } = work;
  await inTransaction(deps.db, async (trx) => {
    await assertLease(trx, lease);
    await storeTriedGrant(deps, trx, scopeOf(session), {
      linkSessionId: session.id,
      tokens,
      at: deps.clock.now(),
    });
    await updateSession(trx, session, {
      sealed_authorization_code: null,
      authorization_code_exchanged_at: null,
    });
    await enqueue(trx, 'verify_permissions', jobOf(session));
    // Given back here, so that the next job does not find it taken.
    await releaseLease(trx, lease);
  });
}

async function markExchanged(deps: Deps, { session, lease }: SessionWork, at: Date | null): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    await assertLease(trx, lease);
    await updateSession(trx, session, { authorization_code_exchanged_at: at });
  });
}

async function unsealCode(deps: Deps, { session }: SessionWork, sealed: Buffer): Promise<string> {
  const owner = { linkedAccountId: session.linked_account_id };
  return (await deps.vault.unseal(deps.db, owner, CODE_FIELD, sealed)).toString('utf8');
}
