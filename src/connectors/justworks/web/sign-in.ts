import type { ConnectorContext, RemoteAccount, SignIn, SignInStep } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import { assertSignedInPath, isLoginPage, showsError } from './page-checks.ts';
import { createWebRemoteSession, type Page, type WebRemoteSession } from './remote-session.ts';
import type { Site } from './site-schema.ts';
import { claimCode, readTwoFactorStep } from './two-factor.ts';

const SUBJECT = 'login';

export interface WebSignIn extends SignIn {
  readonly web: WebRemoteSession;
}

/**
 * Sends the password once. Never retries: a few wrong ones lock the account.
 * @throws ConnectorError bad_credentials, password_expired, authenticator_missing, budget_spent, ...
 */
export async function startSignIn(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<WebSignIn> {
  await account.spend('sign_in');
  const web = createWebRemoteSession(site, context, null, account);
  let page = await sendPassword(web, account);
  const step = await readStep(page);
  return {
    web,
    step,
    async submitCode(secret, isEnrollment) {
      page = await sendCode(web, account, page, secret, isEnrollment);
      await account.saveRemoteSession(web.toState());
    },
  };

  async function readStep(landing: Page): Promise<SignInStep> {
    if (landing.url.pathname === site.paths.twoFactor) return readTwoFactorStep(site, landing);
    await account.saveRemoteSession(web.toState());
    return { step: 'signed_in' };
  }
}

/**
 * The whole sign-in with the enrolled authenticator.
 * @throws ConnectorError authenticator_missing when we hold no secret or the source forgot the authenticator.
 */
export async function signInWithAuthenticator(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<WebRemoteSession> {
  const signIn = await startWithValidPassword(site, context, account);
  if (signIn.step.step === 'signed_in') return signIn.web;
  if (signIn.step.step === 'enrollment_offered' || account.authenticatorSecret === null) {
    // An offer to an account that had enrolled means that somebody reset it: never enrolled again behind their back.
    throw new ConnectorError('authenticator_missing', 'No authenticator is enrolled.', { subject: SUBJECT });
  }
  await signIn.submitCode(account.authenticatorSecret, false);
  return signIn.web;
}

/**
 * With a password that was changed and never confirmed, either may be the right one: the newer first, then the older,
 * each once.
 */
async function startWithValidPassword(
  site: Site,
  context: ConnectorContext,
  account: RemoteAccount,
): Promise<WebSignIn> {
  const newer = account.unconfirmedPassword;
  if (!newer) return startSignIn(site, context, account);
  try {
    const signIn = await startSignIn(site, context, { ...account, password: newer.password });
    await newer.settle(true);
    return signIn;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'bad_credentials') throw error;
  }
  await newer.settle(false);
  return startSignIn(site, context, account);
}

async function sendPassword(web: WebRemoteSession, account: RemoteAccount): Promise<Page> {
  const { site } = web;
  const url = web.resolve(site.paths.login);
  const form = await web.exchange({ method: 'GET', url, subject: SUBJECT });
  if (form.status !== 200) throw unexpected(form);
  const fields = { [site.fields.userName]: account.userName, [site.fields.password]: account.password };
  const answer = await web.submit(form, url, fields, SUBJECT);
  if (answer.redirectTo === null) throw whyRefused(site, answer);
  assertPasswordAlive(site, answer.redirectTo);
  const landing = await web.follow(answer, SUBJECT);
  assertPasswordAlive(site, landing.url);
  if (landing.url.pathname === site.paths.accountClosed) assertSignedInPath(site, landing.url, SUBJECT);
  const { twoFactor, dashboard, passkey, chooseCompany } = site.paths;
  const isInside = [twoFactor, dashboard, passkey, chooseCompany].includes(landing.url.pathname);
  if (landing.status !== 200 || !isInside || isLoginPage(site, landing.content)) throw unexpected(landing);
  return landing;
}

function whyRefused(site: Site, answer: Page): ConnectorError {
  const isFormAgain = showsError(site, answer.content) || isLoginPage(site, answer.content);
  if (answer.status !== 401 && !(answer.status === 200 && isFormAgain)) return unexpected(answer);
  return new ConnectorError('bad_credentials', 'The source refused the user name or password.', {
    subject: SUBJECT,
  });
}

async function sendCode(
  web: WebRemoteSession,
  account: RemoteAccount,
  form: Page,
  secret: string,
  isEnrollment: boolean,
): Promise<Page> {
  const { site } = web;
  const fields = {
    [site.fields.method]: site.texts.authenticatorMethod,
    [site.fields.code]: await claimCode(secret, account, web.sourceNow()),
    [site.fields.rememberDevice]: 'false',
    ...(isEnrollment ? { [site.fields.key]: secret } : {}),
  };
  const answer = await web.submit(form, web.resolve(site.paths.twoFactor), fields, SUBJECT);
  const isRefusal = answer.redirectTo === null && answer.status === 200 && showsError(site, answer.content);
  if (isRefusal || answer.redirectTo?.pathname === site.paths.twoFactor) {
    throw new ConnectorError('code_refused', 'The source refused the code of the authenticator.', {
      subject: SUBJECT,
    });
  }
  if (answer.redirectTo === null) throw unexpected(answer);
  assertPasswordAlive(site, answer.redirectTo);
  if (answer.redirectTo.pathname === site.paths.login) throw unexpected(answer);
  return answer;
}

function assertPasswordAlive(site: Site, url: URL): void {
  if (url.pathname !== site.paths.passwordExpired) return;
  throw new ConnectorError('password_expired', 'The source wants a new password.', { subject: SUBJECT });
}

function unexpected(page: Page): ConnectorError {
  return new ConnectorError('unexpected_page', `Sign-in met an unknown page (${page.status}).`, {
    subject: SUBJECT,
  });
}
