import {
  chooseMethod,
  giveCredentials,
  receiveAuthorization,
  startAuthorization,
  type AuthorizationOutcome,
  type LinkSessionKey,
  type StartLinkSessionInput,
} from '../../../src/linking/index.ts';
import type { LinkingWorld } from './linking-world.ts';

export const ADMIN = {
  userName: 'admin@acme.example',
  password: 'Correct-Horse-7',
  authenticatorSecret: 'JBSW Y3DP EHPK 3PXP',
};
export const ADMIN_SECRET = 'JBSWY3DPEHPK3PXP';

/** A log-in of the employer's at the source. */
export function addAdmin(world: LinkingWorld, companyIds = ['company_1']): void {
  const { password } = ADMIN;
  world.source.logIns.set(ADMIN.userName, { password, secret: ADMIN_SECRET, companyIds });
}

/** A session that waits for a log-in. */
export async function startByCredentials(world: LinkingWorld, change: Partial<StartLinkSessionInput> = {}) {
  world.source.methods = ['service_account', 'credentials', 'oauth'];
  return await world.startAndConsent({ connectionMethod: 'credentials', ...change });
}

/** From nothing to an account that is linked by a log-in. */
export async function linkByCredentials(world: LinkingWorld) {
  addAdmin(world);
  const session = await startByCredentials(world);
  await giveCredentials(world.deps, { ...session, logIn: ADMIN });
  await world.runJobs();
  return session;
}

/** A session that waits for a consent. */
export async function startByOauth(world: LinkingWorld, change: Partial<StartLinkSessionInput> = {}) {
  world.source.methods = ['service_account', 'credentials', 'oauth'];
  return await world.startAndConsent({ connectionMethod: 'oauth', ...change });
}

export async function startState(world: LinkingWorld, session: LinkSessionKey): Promise<string> {
  const { authorizationUrl } = await startAuthorization(world.deps, session);
  return new URL(authorizationUrl).searchParams.get('state')!;
}

/** The admin agrees at the source, and the browser comes back. */
export async function agree(
  world: LinkingWorld,
  session: LinkSessionKey,
  companyId = 'company_1',
): Promise<AuthorizationOutcome> {
  const state = await startState(world, session);
  const code = world.source.oauth.consent(companyId);
  return (await receiveAuthorization(world.deps, { state, code, error: null })).outcome;
}

/** From nothing to an account that is linked by consent. */
export async function linkByOauth(world: LinkingWorld) {
  const session = await startByOauth(world);
  await agree(world, session);
  await world.runJobs();
  return session;
}

/** A new session of the same account, by another method; where access works, it is chosen before the consent. */
export async function relinkBy(world: LinkingWorld, method: 'service_account' | 'credentials' | 'oauth') {
  const session = await world.start();
  await chooseMethod(world.deps, { ...session, method });
  await world.consent(session);
  return session;
}
