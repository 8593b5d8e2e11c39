import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { OutboundHttp } from '../lib/outbound-http.ts';
import type { SnapshotItem, SourceSummary } from '../hris/snapshot.ts';

/** What every call into a connector gets. A connector keeps no state of its own and opens no connection by itself. */
export interface ConnectorContext {
  http: OutboundHttp;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}

/**
 * The account at the source, as the connector may use it. Implemented over the sealed store by `accounts`; the
 * connector holds the plain values no longer than one call.
 */
export interface RemoteAccount {
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
}

export type InvitationPage =
  | { state: 'open'; companyName: string | null }
  /** Somebody accepted it, perhaps ourselves before a crash. */
  | { state: 'used' }
  | { state: 'expired' };

export type SignInStep =
  | { step: 'signed_in' }
  /** The source asks for a code of the authenticator that is enrolled. */
  | { step: 'code_required' }
  /** No authenticator yet: the source offers this secret, which must be sealed before it is confirmed. */
  | { step: 'enrollment_offered'; secret: string };

/** A walk through sign-in; holds the remote session between the calls. */
export interface SignIn {
  readonly step: SignInStep;
  /** Sends a code made from `secret`; `isEnrollment` confirms a new authenticator. Saves the remote session. */
  submitCode(secret: string, isEnrollment: boolean): Promise<void>;
}

/** Something the employer grants that lets us read something. */
export interface CapabilityDefinition {
  /** Stable key, e.g. `employee_census`. */
  capability: string;
  /** Permissions at the source, spelled as the source spells them; all of them are needed. */
  permissions: string[];
  /** What it unlocks, for the admin: half a sentence. */
  unlocks: string;
  /** Why we ask, for the admin: one sentence. */
  reason: string;
  /** Where to grant it at the source. */
  fix: string;
  isRequired: boolean;
}

export type CapabilityState = 'granted' | 'missing' | 'unknown';

/** A form value that the admin copies into the source when adding the service account. */
export interface ServiceAccountFormField {
  label: string;
  value: string;
  isCopyable: boolean;
}

export interface Connector {
  /** `justworks` */
  readonly slug: string;
  readonly name: string;
  readonly capabilities: readonly CapabilityDefinition[];

  /** The source's own form for adding us, in its order and words. */
  serviceAccountForm(input: {
    firstName: string;
    lastName: string;
    email: string;
  }): ServiceAccountFormField[];
  /** Whether mail from this authenticated domain may carry an invitation. */
  isInvitationSender(domain: string): boolean;
  /** The one invitation link among a message's links, or undefined. Pure; the exact-host rules live here. */
  findInvitationLink(links: readonly string[]): string | undefined;

  readInvitation(context: ConnectorContext, invitationUrl: string): Promise<InvitationPage>;
  /** Sets the password. May be called again after a crash: an invitation that is used already throws `invitation_used`. */
  acceptInvitation(
    context: ConnectorContext,
    invitationUrl: string,
    choice: { userName: string; password: string },
  ): Promise<void>;
  /** One attempt, never more: a second wrong password could lock the employer's account. */
  startSignIn(context: ConnectorContext, account: RemoteAccount): Promise<SignIn>;
  /** Uses the saved remote session or signs in again; throws ConnectorError `bad_credentials`, `code_refused`, ... */
  openRemoteSession(context: ConnectorContext, account: RemoteAccount): Promise<RemoteSession>;
}

/** Ours, signed in at the source. */
export interface RemoteSession {
  /** The employer's company as the source names it; asserted against the linked company before anything is read. */
  readCompany(): Promise<{ remoteCompanyId: string; name: string }>;
  /** Tries what the capability unlocks; asks for nothing that changes anything. */
  probe(capability: string): Promise<CapabilityState>;
  /** Reads the whole roster. The items come in the order company, locations, groups, employees, employments. */
  readRoster(options: ReadRosterOptions): RosterReading;
}

export interface ReadRosterOptions {
  timeZone: string;
  /** Hash of the source when it was last applied: equal bytes end the reading before anything is parsed. */
  knownSourceHash: Uint8Array | null;
}

export interface RosterReading {
  /** Streams the normalized records. Throws ConnectorError as soon as the source surprises. Read it once, to its end. */
  items: AsyncIterable<SnapshotItem>;
  /** Settles after `items` ended: what the source looked like, its hash, and whether it was all the same as before. */
  summary(): SourceSummary;
}
