import { addMs, DAY_MS } from '../../../lib/duration.ts';
import type { SeededIds } from '../seeded-ids.ts';

const LIFETIME_MS = 7 * DAY_MS;

export interface Invitation {
  token: string;
  thirdPartyId: string;
  expiresAt: Date;
  isAccepted: boolean;
}

export type InvitationStatus = 'open' | 'accepted' | 'expired';

/** Tokens of invitations. A new invitation ends the one before it. */
export class Invitations {
  private readonly byToken = new Map<string, Invitation>();
  private readonly seededIds: SeededIds;

  constructor(seededIds: SeededIds) {
    this.seededIds = seededIds;
  }

  issue(thirdPartyId: string, now: Date): Invitation {
    for (const earlier of this.byToken.values()) {
      if (earlier.thirdPartyId === thirdPartyId && !earlier.isAccepted) earlier.expiresAt = now;
    }
    const token = this.seededIds.token('invitation');
    const invitation = { token, thirdPartyId, expiresAt: addMs(now, LIFETIME_MS), isAccepted: false };
    this.byToken.set(token, invitation);
    return invitation;
  }

  find(token: string): Invitation | undefined {
    return this.byToken.get(token);
  }

  /** Ends every open invitation of a third party, as if its days were over. */
  expire(thirdPartyId: string, now: Date): void {
    for (const invitation of this.byToken.values()) {
      if (invitation.thirdPartyId === thirdPartyId && !invitation.isAccepted) invitation.expiresAt = now;
    }
  }
}

export function statusOf(invitation: Invitation, now: Date): InvitationStatus {
  if (invitation.isAccepted) return 'accepted';
  return invitation.expiresAt <= now ? 'expired' : 'open';
}
