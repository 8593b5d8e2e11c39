import { toDate, type Db } from '../db/client.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import type { LinkSession } from './link-sessions-store.ts';

/**
 * Why an invitation that was sent does not take the session on, as far as mail tells:
 * `not_authenticated` a mail came that could not be proven to be the source's; `unknown_link` one is held for a person
 * because its link is not known; `no_invitation` the source's mail carries none; `already_accepted` the invitation was
 * accepted before; `not_readable` the mail is damaged or could not be checked; `wrong_address` mail came for an address
 * that is nearly this one's.
 */
export interface MailNotice {
  code:
    | 'not_authenticated'
    | 'unknown_link'
    | 'no_invitation'
    | 'already_accepted'
    | 'not_readable'
    | 'wrong_address';
  at: string;
}

const CODES: Record<string, MailNotice['code']> = {
  not_authenticated: 'not_authenticated',
  link_refused: 'unknown_link',
  no_invitation: 'no_invitation',
  already_accepted: 'already_accepted',
  malformed: 'not_readable',
  dns_unavailable: 'not_readable',
};

/** Of a session that waits for its invitation: each kind once, the newest first. */
export async function listMailNotices(db: Db, session: LinkSession): Promise<MailNotice[]> {
  if (session.state !== 'awaiting_invitation') return [];
  const messages = await db
    .selectFrom('inbound_messages')
    .select(['reason', ({ fn }) => fn.max('received_at').as('at')])
    .where('linked_account_id', '=', session.linked_account_id)
    .where('received_at', '>=', session.state_entered_at)
    .where('state', 'in', ['discarded', 'held'])
    .where('reason', 'in', Object.keys(CODES))
    .where('is_to_replaced', '=', false)
    .groupBy('reason')
    .execute();
  const notices = messages.map(({ reason, at }) => ({ code: CODES[reason!]!, at: toApiTimestamp(at) }));
  const slip = session.misaddressed_at;
  if (slip !== null && toDate(slip) >= toDate(session.state_entered_at))
    notices.push({ code: 'wrong_address', at: toApiTimestamp(slip) });
  return notices.sort((a, b) => (a.at < b.at ? 1 : -1));
}
