import type { ConnectorContext, GrantTokens, OauthDoor } from '../../../src/connectors/contract.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { addMs, DAY_MS, HOUR_MS } from '../../../src/lib/duration.ts';

const ACCESS_LIFE_MS = 24 * HOUR_MS;
const REFRESH_LIFE_MS = 30 * DAY_MS;

/** Runs a step of the source with what the test lets happen at it. */
type RunStep = <T>(step: 'exchange' | 'refresh' | 'revoke', effect: () => T) => Promise<T>;

interface Consent {
  companyId: string;
  /** The one refresh token that works: each use makes another. */
  refreshToken: string;
  accessToken: string;
  accessExpiresAt: Date;
}

/** The source's own consent and token endpoints, in memory: codes work once, refresh tokens rotate. */
export class FakeOauth {
  readonly codes = new Map<string, string>();
  readonly consents: Consent[] = [];
  scopes = ['member.basic:read'];
  redirectUris: string[] = [];
  readonly #step: RunStep;
  #count = 0;

  constructor(step: RunStep) {
    this.#step = step;
  }

  /** The admin agrees: what the browser brings back. */
  consent(companyId: string): string {
    const code = `code-${this.#next()}`;
    this.codes.set(code, companyId);
    return code;
  }

  /** Whose token it is, while it lives. */
  findCompany(accessToken: string, now: Date): string | undefined {
    const consent = this.consents.find((candidate) => candidate.accessToken === accessToken);
    return consent && consent.accessExpiresAt > now ? consent.companyId : undefined;
  }

  door(): OauthDoor {
    const step = this.#step;
    return {
      authorizationUrl: ({ state, redirectUri }) =>
        `https://secure.source.example/oauth/authorize?state=${state}&redirect_uri=${encodeURIComponent(redirectUri)}`,
      exchangeCode: (context, { code, redirectUri }) =>
        step('exchange', () => {
          this.redirectUris.push(redirectUri);
          const companyId = this.codes.get(code);
          if (!companyId) throw new ConnectorError('code_refused', 'The code is unknown.');
          this.codes.delete(code);
          const consent = { companyId, refreshToken: '', accessToken: '', accessExpiresAt: new Date(0) };
          this.consents.push(consent);
          return this.#renew(consent, context);
        }),
      refresh: (context, refreshToken) =>
        step('refresh', () => {
          const consent = this.consents.find((candidate) => candidate.refreshToken === refreshToken);
          if (!consent) throw new ConnectorError('grant_ended', 'The refresh token is unknown.');
          return this.#renew(consent, context);
        }),
      revoke: (_context, token) =>
        step('revoke', () => {
          const index = this.consents.findIndex(
            ({ refreshToken, accessToken }) => refreshToken === token || accessToken === token,
          );
          if (index !== -1) this.consents.splice(index, 1);
        }),
    };
  }

  #renew(consent: Consent, { clock }: ConnectorContext): GrantTokens {
    const accessExpiresAt = addMs(clock.now(), ACCESS_LIFE_MS);
    consent.refreshToken = `refresh-${this.#next()}`;
    consent.accessToken = `access-${this.#next()}`;
    consent.accessExpiresAt = accessExpiresAt;
    const refreshExpiresAt = addMs(clock.now(), REFRESH_LIFE_MS);
    const { accessToken, refreshToken } = consent;
    return { accessToken, accessExpiresAt, refreshToken, refreshExpiresAt, scopes: [...this.scopes] };
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}
