import type { SeededIds } from '../seeded-ids.ts';

/** `password` means half signed in: the second factor is still to come. */
export type SignInProgress = 'anonymous' | 'password' | 'signed_in';

export interface SiteSession {
  id: string;
  csrfToken: string;
  progress: SignInProgress;
  thirdPartyId: string | null;
  /** The authenticator secret offered for enrolment in this session. */
  offeredSecret: string | null;
  /** The offer of a passkey stands before every other page until it is answered. */
  isPasskeyOffered: boolean;
  /** Which of the log-in's companies was chosen. */
  companyId: string | null;
}

/** Who is signed in on the site, by session cookie. */
export class SiteSessions {
  private readonly byId = new Map<string, SiteSession>();
  private readonly seededIds: SeededIds;

  constructor(seededIds: SeededIds) {
    this.seededIds = seededIds;
  }

  find(id: string | undefined): SiteSession | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }

  open(progress: SignInProgress, thirdPartyId: string | null): SiteSession {
    const session: SiteSession = {
      id: this.seededIds.token('session'),
      csrfToken: this.seededIds.token('csrf'),
      progress,
      thirdPartyId,
      offeredSecret: null,
      isPasskeyOffered: false,
      companyId: null,
    };
    this.byId.set(session.id, session);
    return session;
  }

  close(id: string): void {
    this.byId.delete(id);
  }

  closeAll(): void {
    this.byId.clear();
  }

  closeOf(thirdPartyId: string): void {
    for (const session of this.byId.values()) {
      if (session.thirdPartyId === thirdPartyId) this.close(session.id);
    }
  }
}
