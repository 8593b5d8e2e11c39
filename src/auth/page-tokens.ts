import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { Clock } from '../lib/clock.ts';
import { isUuid } from '../lib/ids.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'muster';
/** The embed script reads it too, unverified. */
const ORGANIZATION_CLAIM = 'organization_id';

/** What a token of ours that opens one page says. */
export interface PageToken {
  organizationId: string;
  /** What it opens. */
  subject: string;
  /** Its own id. */
  id: string;
}

/** A token for pages of one kind, which its audience names. `key` is 32 bytes. */
export function signPageToken(
  key: Uint8Array,
  audience: string,
  token: PageToken & { expiresAt: Date },
  clock: Clock,
): Promise<string> {
  return new SignJWT({ [ORGANIZATION_CLAIM]: token.organizationId })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(token.subject)
    .setJti(token.id)
    .setIssuedAt(clock.now())
    .setExpirationTime(token.expiresAt)
    .sign(key);
}

/** `invalid` for what is no token of ours for such a page; one that has ended is told as such. */
export async function verifyPageToken(
  key: Uint8Array,
  audience: string,
  token: string,
  clock: Clock,
): Promise<(PageToken & { isExpired: boolean }) | 'invalid'> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience,
      requiredClaims: ['sub', 'jti', 'exp', ORGANIZATION_CLAIM],
      currentDate: clock.now(),
    });
    return toPageToken(payload, false);
  } catch (error) {
    // The end is looked at last: the signature and all else were right.
    return error instanceof errors.JWTExpired ? toPageToken(error.payload, true) : 'invalid';
  }
}

function toPageToken(payload: JWTPayload, isExpired: boolean) {
  const { [ORGANIZATION_CLAIM]: organizationId, sub, jti } = payload;
  if (typeof organizationId !== 'string' || !isUuid(organizationId) || !isUuid(sub ?? '')) return 'invalid';
  return { organizationId, subject: sub!, id: jti!, isExpired };
}
