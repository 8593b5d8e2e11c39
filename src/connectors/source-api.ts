import type { ConnectorContext } from './connector-context.ts';

/** Consent, code and tokens of the source's own API. */
export interface OauthDoor {
  /** Where the employer's admin consents. */
  authorizationUrl(input: { state: string; redirectUri: string }): string;
  /** @throws ConnectorError code_refused */
  exchangeCode(context: ConnectorContext, input: { code: string; redirectUri: string }): Promise<GrantTokens>;
  /** @throws ConnectorError grant_ended when the source knows the refresh token no more */
  refresh(context: ConnectorContext, refreshToken: string): Promise<GrantTokens>;
  /** Ends the grant at the source; one that has ended already is fine. */
  revoke(context: ConnectorContext, refreshToken: string): Promise<void>;
}

export interface GrantTokens {
  accessToken: string;
  accessExpiresAt: Date;
  refreshToken: string | null;
  refreshExpiresAt: Date | null;
  scopes: string[];
}

/** Webhooks that the source sends to us. */
export interface SourceWebhooks {
  /** Checks signature and age, and says whom it is about. @throws AppError unauthorized, invalid_input */
  read(input: {
    headers: Readonly<Record<string, string | string[] | undefined>>;
    body: Buffer;
    now: Date;
  }): SourceEvent;
}

export interface SourceEvent {
  /** The source's own id of the event: the same one again is no news. */
  id: string;
  type: string;
  /** Null where the event names none. */
  remoteCompanyId: string | null;
}
