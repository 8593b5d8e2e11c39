/** How a linked account is connected: our own user, a user of the employer's, or the employer's consent. */
export type ConnectionMethod = 'service_account' | 'credentials' | 'oauth';

export interface RemoteCompany {
  remoteCompanyId: string;
  name: string;
  /** As the source writes it; null where this way in can't see it. Tells a company that two ways name by different ids. */
  taxId?: string | null;
}

/** What the linked account can do at the source, whichever way it is connected. */
export type RemoteAccess = RemoteAccount | RemoteGrant;

/**
 * The employer's consent at the source's own API. Implemented over the sealed store by `accounts`, which alone refreshes
 * tokens: one refresher at a time, well ahead of their end.
 */
export interface RemoteGrant {
  readonly method: 'oauth';
  readonly scopes: readonly string[];
  /** One that is good for some minutes yet. @throws ConnectorError grant_ended */
  accessToken(): Promise<string>;
  /** The source refused this token: another one, once. @throws ConnectorError grant_ended */
  replaceToken(refused: string): Promise<string>;
}

/**
 * The account at the source, as the connector may use it. Implemented over the sealed store by `accounts`; the
 * connector holds the plain values no longer than one call.
 */
export interface RemoteAccount {
  readonly method: 'service_account' | 'credentials';
  /** Which of several companies of the log-in is meant; null before it is known. */
  readonly companyId: string | null;
  readonly userName: string;
  readonly password: string;
  /** Base32, no spaces. Null before an authenticator was enrolled. */
  readonly authenticatorSecret: string | null;
  /** The last remote session as `saveRemoteSession` got it, or null. */
  loadRemoteSession(): Promise<string | null>;
  /** Keeps the signed-in state (sealed) for the next call; null forgets it. */
  saveRemoteSession(state: string | null): Promise<void>;
  /**
   * Claims the 30-second step of a one-time code for use. False when this or a later step was used before: the
   * source accepts a code once, so the caller takes the next step or gives up with `code_step_used`.
   */
  claimCodeStep(step: number): Promise<boolean>;
  /**
   * Asked before a sign-in or a report: counts it against the account's daily budget.
   * @throws ConnectorError budget_spent, which says when the next one is free
   */
  spend(what: 'sign_in' | 'report'): Promise<void>;
  /** A newer password that was sent and never confirmed: it or `password` is the right one. Each is tried once. */
  readonly unconfirmedPassword?: UnconfirmedPassword | null;
}

export interface UnconfirmedPassword {
  readonly password: string;
  /** Records which one is valid: true makes it the account's password, false drops it. */
  settle(isValid: boolean): Promise<void>;
}
