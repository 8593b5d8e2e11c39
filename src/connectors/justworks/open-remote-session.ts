import type {
  CapabilityState,
  ConnectorContext,
  RemoteAccount,
  RemoteCompany,
  RemoteSession,
} from '../contract.ts';
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';
import { gatherSources } from './gather-sources.ts';
import { webCapabilityKeys } from './permissions.ts';
import { probeCapability } from './probe-capability.ts';
import { readRoster } from './read-roster.ts';
import { countListedPeople } from './web/directory.ts';
import { isPageUnseen } from './web/page-checks.ts';
import { createWebRemoteSession, type WebRemoteSession } from './web/remote-session.ts';
import { readCompanySettings, readCurrentCompany } from './web/settings.ts';
import { signInWithAuthenticator } from './web/sign-in.ts';
import type { Site } from './web/site-schema.ts';

/**
 * Goes on with the saved remote session or signs in. A remote session that ends in between is renewed once; a source
 * that goes on showing its login page is not argued with.
 * @param required capabilities without which a reading is not worth while
 * @throws ConnectorError company_choice_needed, company_left, and whatever signing in meets
 */
export async function openRemoteSession(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
  required: readonly string[] = webCapabilityKeys,
): Promise<RemoteSession> {
  let current = await enter(site, context, account);
  let isRenewed = false;

  async function signedIn<T>(operation: (web: WebRemoteSession) => Promise<T>): Promise<T> {
    try {
      return await operation(current.web);
    } catch (error) {
      if (isRenewed || !isFailure(error, 'signed_out')) throw error;
    }
    isRenewed = true;
    current = await renew(site, context, account, current.company);
    return operation(current.web);
  }

  return {
    readCompany: () => Promise.resolve(current.company),
    readTaxId: () => signedIn((web) => readTaxId(web, current.company.remoteCompanyId)),
    countPeople: () => signedIn(countListedPeople),
    probe: (capability): Promise<CapabilityState> =>
      signedIn((session) => probeCapability(session, capability)),
    readRoster: (options) => {
      const gather = () => signedIn((web) => gatherSources(web, { required, models: options.models }));
      return readRoster(site, gather, options);
    },
  };
}

/** Signed in and inside the company, with the saved remote session where it is still good. */
export async function connectWeb(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<WebRemoteSession> {
  return (await enter(site, context, account)).web;
}

/** A remote session, and what the pages that it went through to come in have shown. */
interface Entered<Found> {
  web: WebRemoteSession;
  company: Found;
}

async function enter(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<Entered<RemoteCompany>> {
  const resumed = await resume(site, context, account, readCurrentCompany);
  return resumed ?? (await signIn(site, context, account));
}

/** @returns undefined when there is no remote session that is still signed in; what was saved is then forgotten. */
export async function resume<Found>(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
  look: (web: WebRemoteSession) => Promise<Found>,
): Promise<Entered<Found> | undefined> {
  const state = await account.loadRemoteSession();
  if (state === null) return undefined;
  const web = createWebRemoteSession(site, context, state, account);
  try {
    return { web, company: await look(web) };
  } catch (error) {
    if (!isFailure(error, 'signed_out')) throw error;
    await account.saveRemoteSession(null);
    return undefined;
  }
}

async function signIn(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<Entered<RemoteCompany>> {
  const web = await signInWithAuthenticator(site, context, account);
  // What stands between the sign-in and the company is met here, once.
  return { web, company: await readCurrentCompany(web) };
}

async function renew(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
  before: RemoteCompany,
): Promise<Entered<RemoteCompany>> {
  context.log.info({}, 'justworks.remote_session_renewed');
  await account.saveRemoteSession(null);
  const entered = await signIn(site, context, account);
  if (entered.company.remoteCompanyId === before.remoteCompanyId) return entered;
  throw new ConnectorError('wrong_company', 'The source changed the company in between.', {
    subject: 'company',
  });
}

/** Null also when the settings are of another company than the pages: its number would prove nothing. */
async function readTaxId(web: WebRemoteSession, companyId: string): Promise<string | null> {
  try {
    const { id, ein } = await readCompanySettings(web);
    return id === companyId ? ein?.trim() || null : null;
  } catch (error) {
    if (!isPageUnseen(error)) throw error;
    return null;
  }
}

function isFailure(error: unknown, code: ConnectorErrorCode): boolean {
  return error instanceof ConnectorError && error.code === code;
}
