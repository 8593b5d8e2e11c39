import { sql } from 'kysely';
import { addMs, MINUTE_MS } from '../lib/duration.ts';
import type { LinkingDeps } from './deps.ts';
import { isNearAddress } from './near-address.ts';

/** Long enough that chance does not make two of them alike. */
const LOCAL_PART = /^[a-z0-9]{22,30}$/;
const BLOCK = 8;

type Deps = Pick<LinkingDeps, 'db' | 'clock'> & { config: { linking: { mailDomain: string } } };

/**
 * Mail came for an address that nobody has. Where it is the address of a session that waits for its invitation but for a
 * slip of the pen, the session says so to its admin. The sender gets the same refusal either way.
 */
export async function noteMisaddressed(deps: Deps, address: string): Promise<void> {
  const [typed = '', domain] = address.toLowerCase().split('@');
  if (domain !== deps.config.linking.mailDomain.toLowerCase() || !LOCAL_PART.test(typed)) return;
  const meant = (await findAlike(deps, typed)).filter(({ localPart }) => isNearAddress(typed, localPart));
  if (meant.length !== 1) return;
  const now = deps.clock.now();
  await sql`
    update link_sessions set misaddressed_at = ${now}
     where id = ${meant[0]!.linkSessionId} and state = 'awaiting_invitation'
       and (misaddressed_at is null or misaddressed_at < ${addMs(now, -MINUTE_MS)})`.execute(deps.db);
}

/** One or two slips leave the start or the end as it was: who guesses learns nothing, and few rows are looked at. */
async function findAlike(deps: Deps, typed: string): Promise<{ linkSessionId: string; localPart: string }[]> {
  const { rows } = await sql<{ linkSessionId: string; localPart: string }>`
    select session.id as "linkSessionId", email.local_part as "localPart"
      from link_sessions session join service_emails email on email.linked_account_id = session.linked_account_id
     where session.ended_at is null and session.state = 'awaiting_invitation'
       and (left(email.local_part, ${BLOCK}) = ${typed.slice(0, BLOCK)}
         or right(email.local_part, ${BLOCK}) = ${typed.slice(-BLOCK)})`.execute(deps.db);
  return rows;
}
