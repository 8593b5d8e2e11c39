import type { Connector } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import type { LinkSession } from './link-sessions-store.ts';
import type { SessionView } from './session-view.ts';
import { findStoredConsent } from './stored-consent.ts';
import { findRelinkReason } from './why-relink.ts';

/** What a relink is about, and whether the admin has to agree anew. */
export async function viewRelink(
  { db }: { db: Db },
  session: LinkSession,
  connector: Pick<Connector, 'capabilitiesOf'>,
): Promise<Pick<SessionView, 'relink' | 'is_consent_needed'>> {
  const isAsked = session.state === 'awaiting_consent';
  const reason = await findRelinkReason(db, session, connector);
  return {
    is_consent_needed: isAsked && (await findStoredConsent(db, session)) === undefined,
    relink: reason
      ? {
          reason: reason.code,
          since: reason.since && toApiTimestamp(reason.since),
          lost_permissions: reason.lostPermissions,
        }
      : null,
  };
}
