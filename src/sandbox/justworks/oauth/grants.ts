import { createHash } from 'node:crypto';
import type { Clock } from '../../../lib/clock.ts';
import type { SeededIds } from '../seeded-ids.ts';
import type { AdminCompany } from './employer-admins.ts';

const CODE_MS = 10 * 60_000;
const ACCESS_MS = 24 * 3_600_000;
const REFRESH_MS = 30 * 24 * 3_600_000;
export const ACCESS_SECONDS = ACCESS_MS / 1_000;

/** An admin's consent: one app reads one company. */
export interface Grant {
  id: string;
  clientId: string;
  company: AdminCompany;
  authorizedBy: string;
  scopes: readonly string[];
  createdAt: Date;
  revokedAt: Date | null;
}

export interface IssuedTokens {
  grant: Grant;
  accessToken: string;
  refreshToken: string;
  accessExpiresAt: Date;
}

/** Only the hash of a token is kept. */
interface Kept {
  grant: Grant;
  expiresAt: Date;
}

interface KeptCode extends Kept {
  redirectUri: string;
}

/** Codes, tokens and what they stand for. */
export class Grants {
  private readonly grants: Grant[] = [];
  private readonly codes = new Map<string, KeptCode>();
  private readonly accessTokens = new Map<string, Kept>();
  private readonly refreshTokens = new Map<string, Kept>();
  private readonly clock: Clock;
  private readonly seededIds: SeededIds;

  constructor(clock: Clock, seededIds: SeededIds) {
    this.clock = clock;
    this.seededIds = seededIds;
  }

  list(): readonly Grant[] {
    return this.grants;
  }

  /** A code for the token endpoint; the grant counts from the exchange on. */
  issueCode(consent: Omit<Grant, 'id' | 'createdAt' | 'revokedAt'>, redirectUri: string): string {
    const id = `grant_${this.seededIds.bytes('grant', 8).toString('hex')}`;
    const grant: Grant = { ...consent, id, createdAt: this.clock.now(), revokedAt: null };
    const code = this.newToken('code');
    this.codes.set(hashOf(code), { grant, redirectUri, expiresAt: this.inMs(CODE_MS) });
    return code;
  }

  /** Undefined for a code that is unknown, used, too old or another app's. */
  exchangeCode(clientId: string, code: string, redirectUri: string): IssuedTokens | undefined {
    const kept = this.codes.get(hashOf(code));
    if (!kept || kept.grant.clientId !== clientId) return undefined;
    this.codes.delete(hashOf(code));
    if (!this.isOpen(kept) || kept.redirectUri !== redirectUri) return undefined;
    this.grants.push(kept.grant);
    return this.issueTokens(kept.grant);
  }

  /** The old refresh token is dead at once; access tokens live on until they expire. */
  refresh(clientId: string, refreshToken: string): IssuedTokens | undefined {
    const kept = this.refreshTokens.get(hashOf(refreshToken));
    if (!kept || kept.grant.clientId !== clientId || !this.isOpen(kept)) return undefined;
    this.refreshTokens.delete(hashOf(refreshToken));
    return this.issueTokens(kept.grant);
  }

  findByAccessToken(accessToken: string): Grant | undefined {
    const kept = this.accessTokens.get(hashOf(accessToken));
    return kept && this.isOpen(kept) ? kept.grant : undefined;
  }

  /** Ends the whole grant behind either token of the app; an unknown token is no failure. */
  revokeByToken(clientId: string, token: string): void {
    const kept = this.accessTokens.get(hashOf(token)) ?? this.refreshTokens.get(hashOf(token));
    if (kept?.grant.clientId === clientId) this.revoke(kept.grant);
  }

  revoke(grant: Grant): void {
    grant.revokedAt ??= this.clock.now();
  }

  expireAccessTokens(): void {
    for (const kept of this.accessTokens.values()) kept.expiresAt = this.clock.now();
  }

  expireRefreshTokens(): void {
    for (const kept of this.refreshTokens.values()) kept.expiresAt = this.clock.now();
  }

  /** Whether some admin's consent for the app and the company stands. */
  hasLiveGrant(clientId: string, companyId: string): boolean {
    return this.grants.some(
      (grant) => grant.clientId === clientId && grant.company.id === companyId && grant.revokedAt === null,
    );
  }

  private issueTokens(grant: Grant): IssuedTokens {
    const [accessToken, refreshToken] = [this.newToken('access'), this.newToken('refresh')];
    const accessExpiresAt = this.inMs(ACCESS_MS);
    this.accessTokens.set(hashOf(accessToken), { grant, expiresAt: accessExpiresAt });
    this.refreshTokens.set(hashOf(refreshToken), { grant, expiresAt: this.inMs(REFRESH_MS) });
    return { grant, accessToken, refreshToken, accessExpiresAt };
  }

  private isOpen({ grant, expiresAt }: Kept): boolean {
    return grant.revokedAt === null && expiresAt > this.clock.now();
  }

  private newToken(kind: string): string {
    return `sandbox_${kind}_${this.seededIds.token(kind)}`;
  }

  private inMs(ms: number): Date {
    return new Date(this.clock.now().getTime() + ms);
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
