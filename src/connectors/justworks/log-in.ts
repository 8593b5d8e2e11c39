import type { ConnectorContext, RemoteAccount, RemoteCompany } from '../contract.ts';
import { connectWeb, resume } from './open-remote-session.ts';
import { readCompanyChoice } from './web/companies.ts';
import { changePassword, readPasswordExpiry } from './web/password.ts';
import type { WebRemoteSession } from './web/remote-session.ts';
import { readCurrentCompany } from './web/settings.ts';
import { signInWithAuthenticator } from './web/sign-in.ts';
import type { Site } from './web/site-schema.ts';

/** The companies of the log-in. None is entered when there is a choice. */
export async function listCompanies(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<RemoteCompany[]> {
  let companies: RemoteCompany[] = [];
  const look = async (web: WebRemoteSession) => {
    companies = (await readCompanyChoice(web)) ?? [await readCurrentCompany(web)];
  };
  if (await resume(site, context, account, look)) return companies;
  await look(await signInWithAuthenticator(site, context, account));
  return companies;
}

/** When the log-in's password ends; null where the site names no day. */
export async function readExpiry(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<Date | null> {
  return readPasswordExpiry(await connectWeb(site, context, account));
}

/**
 * Sets another password. Nothing is tried a second time: after a lost answer, only a sign-in can tell which one is valid.
 * @throws ConnectorError password_refused when the old one stays
 */
export async function renewPassword(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
  newPassword: string,
): Promise<void> {
  await changePassword(await connectWeb(site, context, account), account.password, newPassword);
}
