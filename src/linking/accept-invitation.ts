import { getIntegration, getRemoteAccount, SEALED_FIELDS } from '../accounts/index.ts';
import { toConnectorContext } from '../connectors/connector-context.ts';
import type { Connector, SignIn } from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import { randomBase62 } from '../crypto/token-hash.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { enqueue } from '../queue/enqueue.ts';
import { assertLease, releaseLease } from '../queue/leases.ts';
import type { LinkingDeps } from './deps.ts';
import { jobOf, moveSession, scopeOf } from './link-sessions-store.ts';
import {
  findServiceAccount,
  serviceAccountOf,
  updateServiceAccount,
  type ServiceAccountChange,
  type ServiceAccountRow,
} from './service-accounts-store.ts';
import { LinkFailure, workOnSession, type LinkSessionJob, type SessionWork } from './work-on-session.ts';

const PASSWORD_LENGTH = 32;

export type AcceptInvitationDeps = Pick<
  LinkingDeps,
  'db' | 'vault' | 'clock' | 'log' | 'outbound' | 'connectors' | 'config'
>;

/** One acceptance under way. */
interface Acceptance extends SessionWork {
  deps: AcceptInvitationDeps;
  connector: Connector;
  linkedAccountId: string;
}

/**
 * Accepts the invitation, signs in and enrols an authenticator. It may die after any line: what an outside step needs
 * is sealed before the step, what was done is recorded after it, and the next attempt goes on from there.
 */
export async function acceptInvitation(deps: AcceptInvitationDeps, job: LinkSessionJob): Promise<void> {
  const step = {
    state: 'accepting_invitation',
    failureEvent: 'acceptance_failed',
    task: 'accept_invitation',
  } as const;
  await workOnSession(deps, job, step, async (work) => {
    const linkedAccountId = job.linkedAccountId;
    const connector = deps.connectors.get(await getIntegration(deps.db, scopeOf(work.session)));
    const acceptance: Acceptance = { ...work, deps, connector, linkedAccountId };
    const doubt = await setPassword(acceptance);
    await enrol(acceptance, doubt);
    await finish(acceptance);
  });
}

/**
 * Why a refused sign-in would have to be reported: the invitation is closed, and only a sign-in can tell whether it was
 * us who used it before a crash. Null when our password is set for sure.
 */
type Doubt = 'invitation_taken' | 'invitation_expired' | null;

async function setPassword(acceptance: Acceptance): Promise<Doubt> {
  const { deps, connector, signal } = acceptance;
  const before = await readServiceAccount(acceptance);
  if (before.password_set_at !== null) return null;
  const context = toConnectorContext(deps, signal);
  const url = await unsealUrl(acceptance, before);
  const mayBeOurs = before.sealed_password !== null;
  const page = await connector.readInvitation(context, url);
  if (page.state === 'expired') return closedUnlessOurs('invitation_expired', mayBeOurs);
  if (page.state === 'used') return closedUnlessOurs('invitation_taken', mayBeOurs);
  if (page.companyName !== null) await recordCompanyName(acceptance, page.companyName);
  if (!mayBeOurs) await sealPassword(acceptance);
  const account = await getAccount(acceptance);
  try {
    await connector.acceptInvitation(context, url, {
      userName: account.userName,
      password: account.password,
    });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'invitation_used') throw error;
    return closedUnlessOurs('invitation_taken', mayBeOurs);
  }
  await record(acceptance, { password_set_at: deps.clock.now() });
  return null;
}

/** Without a password that was sealed before, it can't have been us. */
function closedUnlessOurs(doubt: NonNullable<Doubt>, mayBeOurs: boolean): Doubt {
  if (!mayBeOurs) throw new LinkFailure(doubt);
  return doubt;
}

function getAccount({ deps, session }: Acceptance) {
  return getRemoteAccount(deps, scopeOf(session), null, session.is_replacement);
}

async function sealPassword(acceptance: Acceptance): Promise<void> {
  const password = randomBase62(PASSWORD_LENGTH);
  await record(acceptance, async (trx) => ({
    sealed_password: await sealField(acceptance, trx, SEALED_FIELDS.password, password),
  }));
}

/** Signs in once; enrols an authenticator where the source offers one. */
async function enrol(acceptance: Acceptance, doubt: Doubt): Promise<void> {
  const { deps, connector, signal } = acceptance;
  if ((await readServiceAccount(acceptance)).authenticator_confirmed_at !== null) return;
  const account = await getAccount(acceptance);
  const signIn = await startSignIn(doubt, () =>
    connector.startSignIn(toConnectorContext(deps, signal), account),
  );
  if (doubt !== null) await record(acceptance, { password_set_at: deps.clock.now() });
  await proveAuthenticator(acceptance, signIn, account.authenticatorSecret);
  await record(acceptance, { authenticator_confirmed_at: deps.clock.now() });
}

/** A password that is refused although the invitation is closed was never set. */
async function startSignIn(doubt: Doubt, attempt: () => Promise<SignIn>): Promise<SignIn> {
  try {
    return await attempt();
  } catch (error) {
    if (doubt === null || !(error instanceof ConnectorError) || error.isRetryable) throw error;
    throw new LinkFailure(doubt, { cause: error });
  }
}

async function proveAuthenticator(
  acceptance: Acceptance,
  signIn: SignIn,
  knownSecret: string | null,
): Promise<void> {
  const { step } = signIn;
  if (step.step === 'signed_in') return;
  if (step.step === 'code_required') {
    // Ours, confirmed before a crash, or nobody's that we know.
    if (knownSecret === null) throw new LinkFailure('authenticator_missing');
    return await signIn.submitCode(knownSecret, false);
  }
  const { secret } = step;
  await record(acceptance, async (trx) => ({
    sealed_authenticator_secret: await sealField(acceptance, trx, SEALED_FIELDS.authenticatorSecret, secret),
  }));
  await signIn.submitCode(secret, true);
}

async function finish(acceptance: Acceptance): Promise<void> {
  const { deps, session, lease } = acceptance;
  await inTransaction(deps.db, async (trx) => {
    await assertLease(trx, lease);
    await moveSession(trx, session, 'accepted', { at: deps.clock.now(), errorCode: null });
    await enqueue(trx, 'verify_permissions', jobOf(session));
    // Given back here, so that the next job does not find it taken.
    await releaseLease(trx, lease);
  });
}

/** Writes one step's result, as long as the session is still ours. */
async function record(
  acceptance: Acceptance,
  change: ServiceAccountChange | ((trx: Trx) => Promise<ServiceAccountChange>),
): Promise<void> {
  await inTransaction(acceptance.deps.db, async (trx) => {
    await assertLease(trx, acceptance.lease);
    const columns = typeof change === 'function' ? await change(trx) : change;
    await updateServiceAccount(trx, serviceAccountOf(acceptance.session), columns);
  });
}

/** For the admin's eyes; a company that is linked keeps the name it was linked with. */
async function recordCompanyName(acceptance: Acceptance, name: string): Promise<void> {
  await inTransaction(acceptance.deps.db, async (trx) => {
    await assertLease(trx, acceptance.lease);
    await trx
      .updateTable('linked_accounts')
      .set({ remote_company_name: name })
      .where('organization_id', '=', acceptance.session.organization_id)
      .where('id', '=', acceptance.linkedAccountId)
      .where('remote_company_id', 'is', null)
      .execute();
  });
}

async function readServiceAccount(acceptance: Acceptance): Promise<ServiceAccountRow> {
  const account = await findServiceAccount(acceptance.deps.db, serviceAccountOf(acceptance.session));
  if (!account?.sealed_invitation_url) throw new LinkFailure('invitation_expired');
  return account;
}

async function unsealUrl(acceptance: Acceptance, account: ServiceAccountRow): Promise<string> {
  const { deps, linkedAccountId } = acceptance;
  const sealed = account.sealed_invitation_url!;
  return (
    await deps.vault.unseal(deps.db, { linkedAccountId }, SEALED_FIELDS.invitationUrl, sealed)
  ).toString('utf8');
}

function sealField(acceptance: Acceptance, trx: Trx, field: string, plain: string): Promise<Buffer> {
  return acceptance.deps.vault.seal(trx, { linkedAccountId: acceptance.linkedAccountId }, field, plain);
}
