import type { Clock } from '../../../lib/clock.ts';
import type { SeededIds } from '../seeded-ids.ts';
import type { AdminCompany, EmployerAdmin } from './employer-admins.ts';
import type { OAuthApp } from './oauth-apps.ts';

const CONSENT_MS = 30 * 60_000;

/** One walk through the authorization pages. */
export interface Consent {
  id: string;
  app: OAuthApp;
  redirectUri: string;
  scopes: readonly string[];
  state: string | null;
  admin: EmployerAdmin | null;
  company: AdminCompany | null;
  expiresAt: Date;
}

/** The walks that have begun. */
export class Consents {
  private readonly byId = new Map<string, Consent>();
  private readonly clock: Clock;
  private readonly seededIds: SeededIds;

  constructor(clock: Clock, seededIds: SeededIds) {
    this.clock = clock;
    this.seededIds = seededIds;
  }

  begin(asked: Pick<Consent, 'app' | 'redirectUri' | 'scopes' | 'state'>): Consent {
    const expiresAt = new Date(this.clock.now().getTime() + CONSENT_MS);
    const id = this.seededIds.token('consent');
    const consent = { ...asked, id, admin: null, company: null, expiresAt };
    this.byId.set(id, consent);
    return consent;
  }

  find(id: string): Consent | undefined {
    const found = this.byId.get(id);
    return found && found.expiresAt > this.clock.now() ? found : undefined;
  }

  end(consent: Consent): void {
    this.byId.delete(consent.id);
  }
}
