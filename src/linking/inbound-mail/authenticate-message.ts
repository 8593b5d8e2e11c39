import { authenticate, type AuthenticateResult } from 'mailauth';
import { AppError } from '../../lib/app-error.ts';
import type { MailResolver } from './mail-resolver.ts';

const MIN_KEY_BITS = 1024;

/** Null where the door could not see it: then SPF proves nothing, and DKIM must. */
export interface MessageOrigin {
  remoteIp: string | null;
  helo: string | null;
  envelopeSender: string | null;
  /** Our own name, for the result's header. */
  hostName: string;
}

/**
 * The From domain, where it is one of the source's and proven: DMARC passes for it, or a DKIM signature of an allowed
 * domain that is aligned with it covers the whole body. SPF alone proves nothing. Else undefined.
 * @throws AppError unavailable `mail_dns_unavailable` when a name server failed and the message might pass later.
 */
export async function findAuthenticDomain(
  message: Buffer,
  origin: MessageOrigin,
  resolver: MailResolver,
  isAllowedDomain: (domain: string) => boolean,
): Promise<string | undefined> {
  const result = await authenticate(withCrLf(message), {
    ...(origin.remoteIp !== null && { ip: origin.remoteIp }),
    ...(origin.helo !== null && { helo: origin.helo }),
    ...(origin.envelopeSender !== null && { sender: origin.envelopeSender }),
    mta: origin.hostName,
    resolver: resolver.resolve,
    minBitLength: MIN_KEY_BITS,
    rejectRsaSha1: true,
    disableArc: true,
    disableBimi: true,
  });
  const fromDomain = findFromDomain(result);
  if (fromDomain === undefined || !isAllowedDomain(fromDomain)) return undefined;
  if (hasDmarcPass(result) || hasAlignedDkimPass(result, isAllowedDomain)) return fromDomain;
  if (resolver.hasFailedForNow()) {
    throw new AppError(
      'unavailable',
      'mail_dns_unavailable',
      'A name server did not answer; the mail waits.',
    );
  }
  return undefined;
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
