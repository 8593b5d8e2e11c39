import { errors, jwtVerify, SignJWT } from 'jose';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { isUuid, newId } from '../lib/ids.ts';
import type { LinkSessionPrincipal } from './principals.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'muster';
const AUDIENCE = 'muster:link';
/** The embed script reads it too, unverified. */
const ORGANIZATION_CLAIM = 'organization_id';

/** A token that opens the modal on one link session until `expiresAt`, and nothing else. `key` is 32 bytes. */
export function createLinkToken(
  key: Uint8Array,
  session: LinkSessionPrincipal,
  expiresAt: Date,
  clock: Clock,
): Promise<string> {
  return new SignJWT({ [ORGANIZATION_CLAIM]: session.organizationId })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(session.linkSessionId)
    .setJti(newId())
    .setIssuedAt(clock.now())
    .setExpirationTime(expiresAt)
    .sign(key);
}

/** @throws AppError unauthenticated `link_token_expired`, or `link_token_invalid` for everything else. */
export async function readLinkToken(
  key: Uint8Array,
  token: string,
  clock: Clock,
): Promise<LinkSessionPrincipal> {
  const claims = await verify(key, token, clock);
  const organizationId = claims[ORGANIZATION_CLAIM];
  if (typeof organizationId !== 'string' || !isUuid(organizationId) || !isUuid(claims.sub ?? ''))
    throw invalidToken();
  return { organizationId, linkSessionId: claims.sub! };
}

async function verify(key: Uint8Array, token: string, clock: Clock) {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['sub', 'jti', 'exp', ORGANIZATION_CLAIM],
      currentDate: clock.now(),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new AppError(
        'unauthenticated',
        'link_token_expired',
        'The link token has ended. Ask for a new one.',
      );
    }
    throw invalidToken();
  }
}

function invalidToken(): AppError {
  return new AppError('unauthenticated', 'link_token_invalid', 'This is not a link token of this service.');
}
