import {
  closeAttempts,
  findLinkedAccount,
  findLogIn,
  findRequiredCapabilities,
  getRemoteAccess,
  openAttempt,
  requireChosen,
  type LinkedAccount,
  type PermissionCheck,
} from '../accounts/index.ts';
import { toConnectorContext } from '../connectors/connector-context.ts';
import type { Connector, PeopleCount, RemoteCompany, RemoteSession } from '../connectors/contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../connectors/errors.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { writeUnderLease } from '../queue/leases.ts';
import { askForCompany, findChosenCompany } from './ask-for-company.ts';
import { concludeVerification, findLacking } from './conclude-verification.ts';
import type { LinkingDeps } from './deps.ts';
import { scopeOf, type LinkSession } from './link-sessions-store.ts';
import { compareCompany } from './same-company.ts';
import { LinkFailure, workOnSession, type LinkSessionJob, type SessionWork } from './work-on-session.ts';

export type VerifyPermissionsDeps = Pick<
  LinkingDeps,
  'db' | 'vault' | 'clock' | 'log' | 'outbound' | 'connectors' | 'config'
>;

/** Sign-ins that were begun and never came to an end; another one waits for a person. */
const MAX_OPEN_ATTEMPTS = 2;

/** Says that it is not the company that was met, or is no longer there to be linked. */
const ABOUT_THE_COMPANY: readonly ConnectorErrorCode[] = ['wrong_company', 'company_left'];

/** One verification under way. */
interface Verification extends SessionWork {
  deps: VerifyPermissionsDeps;
  connector: Connector;
  account: LinkedAccount;
}

/**
 * Tries every capability. What is missing is told in the modal; with all that is required granted, the account is
 * linked. The company is asserted before anything is read: a relink must meet the one that it met before.
 */
export async function verifyPermissions(deps: VerifyPermissionsDeps, job: LinkSessionJob): Promise<void> {
  const step = {
    state: 'verifying_permissions',
    failureEvent: 'verification_failed',
    task: 'verify_permissions',
  } as const;
  await workOnSession(deps, job, step, async (work) => {
    // A consent's code is exchanged first; that job adds this one anew.
    if (work.session.sealed_authorization_code !== null) return;
    const scope = scopeOf(work.session);
    const account = (await findLinkedAccount(deps.db, scope.organizationId, scope.linkedAccountId))!;
    const connector = deps.connectors.get(account.integration);
    await verify({ ...work, deps, connector, account });
  });
}

async function verify(verification: Verification): Promise<void> {
  const { deps, connector, account, session } = verification;
  const remoteSession = await openOrAsk(verification);
  if (!remoteSession) return;
  const company = { ...(await remoteSession.readCompany()), taxId: await remoteSession.readTaxId() };
  const sameness = await compareCompany(deps, account, session.connection_method, company);
  if (sameness === 'other' || isNotChosen(session, company)) throw new LinkFailure('wrong_company');
  const capabilities = requireChosen(
    connector.capabilitiesOf(session.connection_method),
    await findRequiredCapabilities(deps.db, scopeOf(session)),
  );
  const checks = await probeAll(remoteSession, capabilities);
  // What is still to be granted may show the tax id; what is all granted and shows none leads to a stranger.
  const isAllGranted = findLacking(capabilities, checks) === undefined;
  if (sameness === 'unclear' && isAllGranted) throw new LinkFailure('wrong_company');
  // A relink has met its company.
  const isToBeConfirmed = account.remote_company_id === null;
  const size = isToBeConfirmed && isAllGranted ? await countPeople(remoteSession) : null;
  await inTransaction(deps.db, (trx) =>
    concludeVerification(deps, trx, verification, {
      capabilities,
      company,
      checks,
      isToBeConfirmed,
      size,
    }),
  );
}

/** Undefined: the log-in has several companies, and the admin is asked which. */
async function openOrAsk(verification: Verification): Promise<RemoteSession | undefined> {
  try {
    return await open(verification, verification.session.chosen_company_id);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'company_choice_needed') throw error;
  }
  const companies = await listCompanies(verification);
  const chosen = findChosenCompany(companies, verification.account);
  if (chosen !== undefined) return await open(verification, chosen);
  await askForCompany(verification.deps, verification, companies);
  return undefined;
}

async function listCompanies(verification: Verification): Promise<RemoteCompany[]> {
  const { deps, connector, signal } = verification;
  return await connector.listCompanies(toConnectorContext(deps, signal), await getAccess(verification, null));
}

/** A typed log-in is tried once; only a crash in the middle of a sign-in may lead to a second one. */
async function open(verification: Verification, companyId: string | null): Promise<RemoteSession> {
  const { deps, connector, session, signal } = verification;
  const access = await getAccess(verification, companyId);
  const logIn =
    access.method === 'credentials' ? await findLogIn(deps.db, scopeOf(session), session.id) : undefined;
  // Whoever lost the session must neither try the log-in nor clear what the successor has begun.
  const count = <T>(work: (trx: Trx) => Promise<T>) => writeUnderLease(deps.db, verification.lease, work);
  if (logIn && (await count((trx) => openAttempt(trx, logIn.id))) >= MAX_OPEN_ATTEMPTS) {
    throw new LinkFailure('sign_in_interrupted');
  }
  try {
    const remoteSession = await connector.openRemoteSession(toConnectorContext(deps, signal), access);
    if (logIn) await count((trx) => closeAttempts(trx, logIn.id));
    return remoteSession;
  } catch (error) {
    if (logIn && error instanceof ConnectorError) await count((trx) => closeAttempts(trx, logIn.id));
    throw error;
  }
}

function getAccess({ deps, session, signal }: Verification, companyId: string | null) {
  const attempt = {
    linkSessionId: session.id,
    method: session.connection_method,
    companyId,
    isReplacement: session.is_replacement,
  };
  return getRemoteAccess(deps, scopeOf(session), { attempt, signal });
}

/** One remote session is one company: the saved one may be in another than the admin chose. */
function isNotChosen({ chosen_company_id: chosenId }: LinkSession, company: RemoteCompany): boolean {
  return chosenId !== null && chosenId !== company.remoteCompanyId;
}

/** To recognize the company by. A source that doesn't tell, or not now, keeps nobody waiting. */
async function countPeople(remoteSession: RemoteSession): Promise<PeopleCount | null> {
  try {
    return (await remoteSession.countPeople?.()) ?? null;
  } catch (error) {
    if (error instanceof ConnectorError && !ABOUT_THE_COMPANY.includes(error.code)) return null;
    throw error;
  }
}

/** One after another: the source sees a person, not a burst. */
async function probeAll(
  remoteSession: RemoteSession,
  capabilities: readonly { capability: string }[],
): Promise<PermissionCheck[]> {
  const checks: PermissionCheck[] = [];
  for (const { capability } of capabilities) {
    checks.push({ capability, state: await remoteSession.probe(capability) });
  }
  return checks;
}
