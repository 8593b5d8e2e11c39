import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import { signPageToken, verifyPageToken } from './page-tokens.ts';
import type { LinkSessionPrincipal } from './principals.ts';

const AUDIENCE = 'muster:link';

/** A token that opens the modal on one link session until `expiresAt`, and nothing else. `key` is 32 bytes. */
export function createLinkToken(
  key: Uint8Array,
  { organizationId, linkSessionId }: LinkSessionPrincipal,
  expiresAt: Date,
  clock: Clock,
): Promise<string> {
  const token = { organizationId, subject: linkSessionId, id: newId(), expiresAt };
  return signPageToken(key, AUDIENCE, token, clock);
}

/**
 * @param options `isEndTolerated`: also of a token that has ended, to tell its holder whom to ask
 * @throws AppError unauthenticated `link_token_expired`, or `link_token_invalid` for everything else.
 */
export async function readLinkToken(
  key: Uint8Array,
  token: string,
  clock: Clock,
  { isEndTolerated = false }: { isEndTolerated?: boolean } = {},
): Promise<LinkSessionPrincipal> {
  const read = await verifyPageToken(key, AUDIENCE, token, clock);
  if (read === 'invalid') {
    throw new AppError('unauthenticated', 'link_token_invalid', 'This is not a link token of this service.');
  }
  if (read.isExpired && !isEndTolerated) {
    throw new AppError(
      'unauthenticated',
      'link_token_expired',
      'The link token has ended. Ask for a new one.',
    );
  }
  return { organizationId: read.organizationId, linkSessionId: read.subject };
}
