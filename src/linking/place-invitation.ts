import { findLinkedAccount, SEALED_FIELDS } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import type { LinkingDeps } from './deps.ts';
import { canTake } from './link-session-states.ts';
import { isLeaseHeld, NO_COMPANY, updateSession, type LinkSession } from './link-sessions-store.ts';
import { needsNewInvitation } from './problems.ts';
import {
  findServiceAccount,
  insertServiceAccount,
  serviceAccountOf,
  updateServiceAccount,
  type ServiceAccountRow,
} from './service-accounts-store.ts';
import { toServiceEmail } from './service-email.ts';

type Deps = Pick<LinkingDeps, 'vault' | 'clock' | 'config'>;

export type Placement = 'placed' | 'awaiting_consent' | 'already_accepted';

/**
 * Seals the invitation's URL where the acceptance will find it. The caller holds the session's lock.
 * @throws AppError unavailable `link_session_busy` while a job has the session: what it does must not change under it.
 */
export async function placeInvitation(
  deps: Deps,
  trx: Trx,
  session: LinkSession,
  url: string,
): Promise<Placement> {
  if (session.state === 'awaiting_consent') return 'awaiting_consent';
  // Consented to another way in: the mail is kept until the admin takes this one.
  if (session.connection_method !== 'service_account') return 'awaiting_consent';
  if (!canTake(session.state, 'invitation_found') || (await isLeaseHeld(trx, session))) throw busy();
  const linkedAccountId = session.linked_account_id;
  const account = await ensureServiceAccount(deps, trx, session);
  if (await isSameInvitation(deps, trx, account, url)) {
    return isWorthAnotherTry(session, account) ? 'placed' : 'already_accepted';
  }
  // It may lead into another company than the one before.
  await updateSession(trx, session, NO_COMPANY);
  await updateServiceAccount(trx, serviceAccountOf(session), {
    sealed_invitation_url: await deps.vault.seal(trx, { linkedAccountId }, SEALED_FIELDS.invitationUrl, url),
    password_set_at: null,
    authenticator_confirmed_at: null,
    sealed_remote_session: null,
    // Otherwise the password is kept and used again: were this a reminder of the invitation that it was set with, a
    // new one would lock us out.
    ...((await areCredentialsRefused(trx, session))
      ? { sealed_password: null, sealed_authenticator_secret: null }
      : {}),
  });
  return 'placed';
}

async function ensureServiceAccount(deps: Deps, trx: Trx, session: LinkSession): Promise<ServiceAccountRow> {
  const { local_part } = await trx
    .selectFrom('service_emails')
    .select('local_part')
    .where('linked_account_id', '=', session.linked_account_id)
    .executeTakeFirstOrThrow();
  const userName = toServiceEmail(local_part, deps.config.linking.mailDomain);
  const key = serviceAccountOf(session);
  await insertServiceAccount(trx, key, { userName, createdAt: deps.clock.now() });
  return (await findServiceAccount(trx, key))!;
}

async function isSameInvitation(
  deps: Deps,
  trx: Trx,
  account: ServiceAccountRow,
  url: string,
): Promise<boolean> {
  if (!account.sealed_invitation_url) return false;
  const scope = { linkedAccountId: account.linked_account_id };
  const known = await deps.vault.unseal(
    trx,
    scope,
    SEALED_FIELDS.invitationUrl,
    account.sealed_invitation_url,
  );
  return known.toString('utf8') === url;
}

/** While it is being accepted, the same invitation says nothing new. */
function isWorthAnotherTry(session: LinkSession, account: ServiceAccountRow): boolean {
  if (session.state === 'accepting_invitation') return false;
  return (
    account.password_set_at === null ||
    (session.state === 'failed' && !needsNewInvitation(session.last_error_code))
  );
}

async function areCredentialsRefused(trx: Trx, session: LinkSession): Promise<boolean> {
  const account = await findLinkedAccount(trx, session.organization_id, session.linked_account_id);
  return account?.status === 'RELINK_NEEDED' || needsNewInvitation(session.last_error_code);
}

function busy(): AppError {
  return new AppError(
    'unavailable',
    'link_session_busy',
    'The link session is being worked on; the mail waits.',
  );
}
