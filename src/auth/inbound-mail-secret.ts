import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../lib/app-error.ts';

/**
 * Whether the caller is the mail service: the deployment's secret as a Bearer token, or as the password of HTTP Basic with
 * whatever user name, since many services take credentials in the URL alone.
 * @throws AppError not_found `inbound_mail_off` without a secret, unauthenticated `inbound_mail_secret_wrong`
 */
export function assertInboundMailSecret(expected: string | null, authorization: string | undefined): void {
  if (expected === null) {
    throw new AppError(
      'not_found',
      'inbound_mail_off',
      'The hook for inbound mail is off. Set MUSTER_INBOUND_MAIL_SECRET to use it.',
    );
  }
  const given = readSecret(authorization ?? '');
  if (given !== undefined && timingSafeEqual(digest(given), digest(expected))) return;
  throw new AppError(
    'unauthenticated',
    'inbound_mail_secret_wrong',
    'Send the secret of the inbound mail hook as Bearer token or as the password of HTTP Basic.',
  );
}

function readSecret(authorization: string): string | undefined {
  const [scheme, value, ...rest] = authorization.split(' ');
  if (!value || rest.length > 0) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined;
}

/** Of one length whatever was given, so that the comparison tells nothing by its time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
