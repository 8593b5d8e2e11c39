import {
  findLinkedAccount,
  findLogIn,
  fingerprintLogIn,
  getIntegration,
  isKnownRefused,
  storeTriedLogIn,
  type LogIn,
  type LogInFingerprints,
} from '../accounts/index.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { LinkingDeps } from './deps.ts';
import { nextState } from './link-session-states.ts';
import { readLogInAttempts } from './log-in-attempts.ts';
import { isOneTimeCode } from './one-time-code.ts';
import {
  jobOf,
  lockLinkSession,
  moveSession,
  scopeOf,
  type LinkSession,
  type LinkSessionKey,
} from './link-sessions-store.ts';
import { isAccessRefused } from './problems.ts';
import { spendTurn } from './session-turns.ts';
import type { SessionView } from './session-view.ts';
import { viewSession, type ViewSessionDeps } from './view-session.ts';

type Deps = ViewSessionDeps & Pick<LinkingDeps, 'clock' | 'vault' | 'secrets'>;

/**
 * Takes the admin's own log-in: sealed before anything else, then tried once, by a job. What is known to be wrong is not
 * tried again.
 * @throws AppError not_found, unprocessable `authenticator_code_given`, `authenticator_secret_invalid`, conflict
 * `link_session_transition` or `credentials_known_wrong`, rate_limited `credentials_refused_often`, `link_session_too_often`
 */
export async function giveCredentials(
  deps: Deps,
  input: LinkSessionKey & { logIn: LogIn },
): Promise<SessionView> {
  await spendTurn(deps, input, 'credentials');
  const now = deps.clock.now();
  await inTransaction(deps.db, async (trx) => {
    const session = await lockLinkSession(trx, input);
    nextState(session.state, 'credentials_given', session.connection_method);
    const logIn = await normalize(deps, trx, session, input.logIn);
    const scope = scopeOf(session);
    const fingerprints = fingerprintLogIn(deps.secrets.logInKey, scope.linkedAccountId, logIn);
    await assertWorthATry(trx, session, fingerprints, now);
    const attempt = { linkSessionId: session.id, logIn, fingerprints, at: now };
    await storeTriedLogIn(deps, trx, scope, attempt);
    await moveSession(trx, session, 'credentials_given', { at: now, errorCode: null });
    await enqueue(trx, 'verify_permissions', jobOf(session));
  });
  return await viewSession(deps, input);
}

async function normalize(deps: Deps, trx: Trx, session: LinkSession, logIn: LogIn): Promise<LogIn> {
  if (isOneTimeCode(logIn.authenticatorSecret)) throw codeGiven();
  const connector = deps.connectors.get(await getIntegration(trx, scopeOf(session)));
  try {
    const authenticatorSecret = connector.parseAuthenticatorSecret(logIn.authenticatorSecret);
    return { ...logIn, userName: logIn.userName.trim(), authenticatorSecret };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'invalid_input') throw error;
    throw new AppError('unprocessable', error.code, error.message, { pointer: '/authenticator_secret' });
  }
}

function codeGiven(): AppError {
  return new AppError(
    'unprocessable',
    'authenticator_code_given',
    'This is a code of the authenticator app, not its setup key.',
    { pointer: '/authenticator_secret' },
  );
}

async function assertWorthATry(
  trx: Trx,
  session: LinkSession,
  fingerprints: LogInFingerprints,
  now: Date,
): Promise<void> {
  const scope = scopeOf(session);
  if (
    (await isKnownRefused(trx, scope, fingerprints)) ||
    (await isRefusedAtSync(trx, session, fingerprints))
  ) {
    throw new AppError(
      'conflict',
      'credentials_known_wrong',
      'This log-in was refused before. Trying it again could lock the account.',
    );
  }
  const { closedUntil } = await readLogInAttempts(trx, scope, now);
  if (closedUntil === null) return;
  throw new AppError(
    'rate_limited',
    'credentials_refused_often',
    'Too many log-ins were refused. No other is tried for some time, so that the account is not locked.',
    { retryAfterSeconds: Math.ceil((closedUntil.getTime() - now.getTime()) / 1000) },
  );
}

/** A sync that was refused left the account asking for a relink, with the log-in that it used. */
async function isRefusedAtSync(
  trx: Trx,
  session: LinkSession,
  fingerprints: LogInFingerprints,
): Promise<boolean> {
  const scope = scopeOf(session);
  const account = await findLinkedAccount(trx, scope.organizationId, scope.linkedAccountId);
  if (account?.status !== 'RELINK_NEEDED' || !isAccessRefused('credentials', account.status_detail)) {
    return false;
  }
  const former = await findLogIn(trx, scope, null);
  if (!former) return false;
  return account.status_detail === 'bad_credentials' || account.status_detail === 'password_expired'
    ? former.password_fingerprint.equals(fingerprints.password)
    : former.code_fingerprint.equals(fingerprints.code);
}
