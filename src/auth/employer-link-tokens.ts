import type { Db } from '../db/client.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { findEmployerLink } from './employer-links-store.ts';
import { signPageToken, verifyPageToken } from './page-tokens.ts';
import type { EmployerPagePrincipal } from './principals.ts';

const AUDIENCE = 'muster:employer-page';

/** A token that opens the employer's own page of one linked account until `expiresAt`, and nothing else. */
export function createEmployerLinkToken(
  key: Uint8Array,
  { organizationId, linkedAccountId, employerLinkId }: EmployerPagePrincipal,
  expiresAt: Date,
  clock: Clock,
): Promise<string> {
  const token = { organizationId, subject: linkedAccountId, id: employerLinkId, expiresAt };
  return signPageToken(key, AUDIENCE, token, clock);
}

/**
 * Whose page the token opens. Asked of the database each time, so that a link that was ended opens nothing from that moment.
 * @throws AppError unauthenticated `employer_link_ended`, or `employer_link_invalid` for what is none of ours.
 */
export async function readEmployerLinkToken(
  deps: { db: Db; clock: Clock; key: Uint8Array },
  token: string,
): Promise<EmployerPagePrincipal> {
  const read = await verifyPageToken(deps.key, AUDIENCE, token, deps.clock);
  if (read === 'invalid') {
    throw new AppError(
      'unauthenticated',
      'employer_link_invalid',
      'This is not a link to an employer’s page.',
    );
  }
  if (read.isExpired) throw ended();
  const scope = { organizationId: read.organizationId, linkedAccountId: read.subject };
  const link = await findEmployerLink(deps.db, scope, read.id);
  if (link?.ended_at !== null) throw ended();
  return { ...scope, employerLinkId: read.id };
}

function ended(): AppError {
  return new AppError('unauthenticated', 'employer_link_ended', 'The link has ended. Ask for a new one.');
}
