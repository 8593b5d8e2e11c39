import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { ConnectorError } from '../../errors.ts';
import { assertSignedIn, assertSignedInPath } from './page-checks.ts';
import { readHydration } from './page.ts';
import type { Page, WebRemoteSession } from './web-session.ts';

const SUBJECT = 'security';

const PasswordPolicy = Type.Object({
  expires_at: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  min_length: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
});

/** When the log-in's password ends; null where the site names no day. */
export async function readPasswordExpiry(web: WebRemoteSession): Promise<Date | null> {
  const expiresAt = policyOf(web, await openSecurity(web)).expires_at ?? null;
  if (expiresAt === null) return null;
  const ms = Date.parse(expiresAt);
  if (Number.isNaN(ms)) throw unexpected('The end of the password is no date.');
  return new Date(ms);
}

/**
 * Sets another password; the remote session goes on.
 * @throws ConnectorError password_refused when the site took it not, and kept the old one
 */
export async function changePassword(web: WebRemoteSession, current: string, renewed: string): Promise<void> {
  const { site } = web;
  const page = await openSecurity(web);
  const minLength = policyOf(web, page).min_length ?? 0;
  if (renewed.length < minLength) throw refused(`The source wants ${minLength} characters or more.`);
  const answer = await web.submit(
    page,
    web.resolve(site.paths.changePassword),
    {
      [site.fields.currentPassword]: current,
      [site.fields.password]: renewed,
      [site.fields.passwordConfirmation]: renewed,
    },
    SUBJECT,
  );
  if (answer.status === 422) throw refused('The source did not take the new password.');
  if (answer.redirectTo === null) {
    assertSignedIn(site, answer.content, SUBJECT);
    throw unexpected(`The change of the password met an unknown page (${answer.status}).`);
  }
  assertSignedInPath(site, answer.redirectTo, SUBJECT);
}

async function openSecurity(web: WebRemoteSession): Promise<Page> {
  return web.open(web.site.paths.security, SUBJECT);
}

function policyOf(web: WebRemoteSession, page: Page) {
  const policy = readHydration(page.content, web.site.hydrationKeys.passwordPolicy, SUBJECT);
  if (Value.Check(PasswordPolicy, policy)) return policy;
  throw unexpected('The security page does not tell its rules for passwords.');
}

function refused(message: string): ConnectorError {
  return new ConnectorError('password_refused', message, { subject: SUBJECT });
}

function unexpected(message: string): ConnectorError {
  return new ConnectorError('unexpected_page', message, { subject: SUBJECT });
}
