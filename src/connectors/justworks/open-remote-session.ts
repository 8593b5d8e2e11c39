import type { CapabilityState, ConnectorContext, RemoteAccount, RemoteSession } from '../contract.ts';
import { ConnectorError } from '../errors.ts';
import { gatherSources } from './gather-sources.ts';
import { probeCapability } from './probe-capability.ts';
import { readRoster } from './read-roster.ts';
import { createWebRemoteSession, type WebRemoteSession } from './web/remote-session.ts';
import { readCurrentCompany } from './web/settings.ts';
import { signInWithAuthenticator } from './web/sign-in.ts';
import type { Site } from './web/site-schema.ts';

/**
 * Goes on with the saved remote session or signs in. A remote session that ends in between is renewed once; a source
 * that goes on showing its login page is not argued with.
 */
export async function openRemoteSession(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<RemoteSession> {
  let current =
    (await resume(site, context, account)) ?? (await signInWithAuthenticator(site, context, account));
  let isRenewed = false;

  async function signedIn<T>(operation: (web: WebRemoteSession) => Promise<T>): Promise<T> {
    try {
      return await operation(current);
    } catch (error) {
      if (isRenewed || !isSignedOut(error)) throw error;
    }
    isRenewed = true;
    current = await renew(site, context, account);
    return operation(current);
  }

  return {
    readCompany: () => signedIn(readCurrentCompany),
    probe: (capability): Promise<CapabilityState> =>
      signedIn((session) => probeCapability(session, capability)),
    readRoster: (options) => readRoster(site, context.clock, () => signedIn(gatherSources), options),
  };
}

async function resume(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<WebRemoteSession | undefined> {
  const state = await account.loadRemoteSession();
  if (state === null) return undefined;
  const web = createWebRemoteSession(site, context, state);
  try {
    await readCurrentCompany(web);
    return web;
  } catch (error) {
    if (!isSignedOut(error)) throw error;
    await account.saveRemoteSession(null);
    return undefined;
  }
}

async function renew(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<WebRemoteSession> {
  context.log.info({}, 'justworks.remote_session_renewed');
  await account.saveRemoteSession(null);
  return signInWithAuthenticator(site, context, account);
}

function isSignedOut(error: unknown): boolean {
  return error instanceof ConnectorError && error.code === 'signed_out';
}
