import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { countAdminLinks, type AdminLinkChannel } from './admin-links-store.ts';
import { isFinal } from './link-session-states.ts';
import type { LinkSession } from './link-sessions-store.ts';

/** Of one session. Each mail goes to one address; a copied link may be pressed for again. */
const MOST: Record<AdminLinkChannel, number> = { mail: 3, copy: 10 };

/** Whether the person in the modal may give the session on to somebody else. */
export function canBeGivenOn(session: LinkSession): boolean {
  return !session.is_admin_link_hidden && !isFinal(session.state);
}

export async function countLinksLeft(
  db: Db | Trx,
  session: LinkSession,
  channel: AdminLinkChannel,
): Promise<number> {
  return Math.max(0, MOST[channel] - (await countAdminLinks(db, session, channel)));
}
