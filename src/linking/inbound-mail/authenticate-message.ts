import { authenticate, type AuthenticateResult } from 'mailauth';
import { AppError } from '../../lib/app-error.ts';
import type { MailResolver } from './mail-resolver.ts';

const MIN_KEY_BITS = 1024;

export interface MessageOrigin {
  remoteIp: string;
  helo: string;
  envelopeSender: string;
  /** Our own name, for the result's header. */
  hostName: string;
}

/**
 * Whether the message is from a domain that may invite: DMARC passes for the From domain, or a DKIM signature of an
 * allowed domain that is aligned with it covers the whole body. SPF alone proves nothing.
 * @throws AppError unavailable `mail_dns_unavailable` when a name server failed and the message might pass later.
 */
export async function isAuthenticInvitationMail(
  message: Buffer,
  origin: MessageOrigin,
  resolver: MailResolver,
  isAllowedDomain: (domain: string) => boolean,
): Promise<boolean> {
  const result = await authenticate(withCrLf(message), {
    ip: origin.remoteIp,
    helo: origin.helo,
    sender: origin.envelopeSender,
    mta: origin.hostName,
    resolver: resolver.resolve,
    minBitLength: MIN_KEY_BITS,
    rejectRsaSha1: true,
    disableArc: true,
    disableBimi: true,
  });
  const fromDomain = findFromDomain(result);
  if (fromDomain === undefined || !isAllowedDomain(fromDomain)) return false;
  if (hasDmarcPass(result) || hasAlignedDkimPass(result, isAllowedDomain)) return true;
  if (resolver.hasFailedForNow()) {
    throw new AppError(
      'unavailable',
      'mail_dns_unavailable',
      'A name server did not answer; the mail waits.',
    );
  }
  return false;
}

/** The one author's domain; a message with several From fields or authors has none. */
function findFromDomain(result: AuthenticateResult): string | undefined {
  const [author, ...others] = result.dkim.headerFrom;
  if (author === undefined || others.length > 0 || result.dkim.fromFields !== 1) return undefined;
  return author.slice(author.lastIndexOf('@') + 1).toLowerCase();
}

/** A signature over a part of the body lets anybody add links behind it; then SPF must carry the pass. */
function hasDmarcPass({ dmarc }: AuthenticateResult): boolean {
  if (!dmarc || dmarc.status.result !== 'pass') return false;
  return !dmarc.alignment.dkim.underSized || dmarc.alignment.spf.result !== undefined;
}

function hasAlignedDkimPass(
  result: AuthenticateResult,
  isAllowedDomain: (domain: string) => boolean,
): boolean {
  return result.dkim.results.some(
    ({ status, signingDomain }) =>
      status.result === 'pass' &&
      !status.underSized &&
      typeof status.aligned === 'string' &&
      signingDomain !== undefined &&
      isAllowedDomain(signingDomain.toLowerCase()),
  );
}

/** Signers sign CRLF; a relay may have left bare line feeds. */
function withCrLf(message: Buffer): Buffer {
  return Buffer.from(message.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}
