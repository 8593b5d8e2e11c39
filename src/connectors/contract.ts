import type { ConnectorContext } from './connector-context.ts';
import type { KnownSource, ReadItem, RowKind, SnapshotModel, SourceSummary } from '../hris/snapshot.ts';
import type { ConnectionMethod, RemoteAccess, RemoteAccount, RemoteCompany } from './remote-access.ts';
import type { Passthrough } from './passthrough.ts';
import type { OauthDoor, SourceWebhooks } from './source-api.ts';

export type { ConnectorContext } from './connector-context.ts';
export type {
  ConnectionMethod,
  RemoteAccess,
  RemoteAccount,
  RemoteCompany,
  RemoteGrant,
  UnconfirmedPassword,
} from './remote-access.ts';
export type { GrantTokens, OauthDoor, SourceEvent, SourceWebhooks } from './source-api.ts';

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
  /** Records that can't be read without it. */
  feeds: readonly SnapshotModel[];
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
  /** The ways in that are configured here, the one to offer first at the front. */
  readonly methods: readonly ConnectionMethod[];
  /** What each way in needs to be granted. */
  capabilitiesOf(method: ConnectionMethod): readonly CapabilityDefinition[];
  /** Null where the source's API is not configured. */
  readonly oauth: OauthDoor | null;
  /** Null where the source's own webhooks are not configured. */
  readonly sourceWebhooks: SourceWebhooks | null;
  /** Of accounts with a grant; absent where the source has no API of its own, or it is not configured. */
  readonly passthrough?: Passthrough;

  /** The source's own form for adding us, in its order and words. */
  serviceAccountForm(input: {
    firstName: string;
    lastName: string;
    email: string;
  }): ServiceAccountFormField[];
  /**
   * How the source's mail is read, as overridden at this moment.
   * @param draft an override that is not stored yet, to see what it would change
   */
  mailRules(draft?: OverridePatch): Promise<MailRules>;
  readonly overrides: OverrideRules;

  readInvitation(context: ConnectorContext, invitationUrl: string): Promise<InvitationPage>;
  /** Sets the password. May be called again after a crash: an invitation that is used already throws `invitation_used`. */
  acceptInvitation(
    context: ConnectorContext,
    invitationUrl: string,
    choice: { userName: string; password: string },
  ): Promise<void>;
  /** One attempt, never more: a second wrong password could lock the employer's account. */
  startSignIn(context: ConnectorContext, account: RemoteAccount): Promise<SignIn>;
  /**
   * Goes on with the saved remote session, signs in, or takes the grant.
   * @throws ConnectorError `bad_credentials`, `code_refused`, `grant_ended`, `company_choice_needed`, ...
   */
  openRemoteSession(context: ConnectorContext, access: RemoteAccess): Promise<RemoteSession>;
  /** The companies of the log-in; one where it has but one. */
  listCompanies(context: ConnectorContext, access: RemoteAccess): Promise<RemoteCompany[]>;
  /** When the log-in's password ends; null where the source names no day. */
  readPasswordExpiry(context: ConnectorContext, account: RemoteAccount): Promise<Date | null>;
  /**
   * Sets another password in place of the account's.
   * @throws ConnectorError `password_refused` when the old one stays; after any other error either may be valid
   */
  renewPassword(context: ConnectorContext, account: RemoteAccount, newPassword: string): Promise<void>;
  /**
   * Looks through pages and reports and tells what of our description fits. One sign-in at most.
   * @throws ConnectorError wrong_company before anything of another company is read
   */
  inspect(
    context: ConnectorContext,
    access: RemoteAccess,
    expected: { remoteCompanyId: string | null },
  ): AsyncIterable<InspectionFinding>;
  /**
   * The authenticator's secret in any form that people paste: spaces, lower case, `otpauth://` URI. Base32 without spaces.
   * @throws AppError invalid_input authenticator_secret_invalid
   */
  parseAuthenticatorSecret(text: string): string;
}

/**
 * A correction of what the connector assumes about its source, made while the service runs. Objects merge key by key,
 * single values replace; a list gains entries and loses none.
 */
export type OverridePatch = Record<string, unknown>;

/** Hands a connector the stored overrides of its source, oldest first, each time it is used. */
export type ReadOverrides = (integration: string) => Promise<readonly OverridePatch[]>;

/** What may be overridden, and how to say it. */
export interface OverrideRules {
  /** @throws AppError invalid_input `override_invalid` naming the key at fault, conflict `override_changes_nothing` */
  check(patch: OverridePatch): Promise<void>;
  /**
   * Lets invitation links lead to this host, under this path as well: `*` stands for one segment.
   * @throws AppError invalid_input `link_host_invalid`, `link_path_invalid`
   */
  forLink(place: { host: string; path: string | null }): OverridePatch;
  /**
   * Makes a header known as a column, e.g. of `employee_census` as `work_email`.
   * @throws AppError invalid_input `column_unknown`, conflict `column_taken`
   */
  forColumn(column: { report: string; role: string; header: string }): Promise<OverridePatch>;
}

/** Of a message, what its kind can be told by. */
export interface SourceMail {
  subject: string | null;
  links: readonly string[];
}

/** Mail about the security of our log-in that a person must know of; everything else is `other`. */
export type MailKind =
  'password_reset' | 'sign_in_alert' | 'authenticator_change' | 'password_expiring' | 'other';

/** Pure; of one moment. */
export interface MailRules {
  /** Whether mail from this authenticated domain is the source's. */
  isSender(domain: string): boolean;
  /** The one invitation link among a message's links, or undefined. The exact-host rules live here. */
  findInvitationLink(links: readonly string[]): string | undefined;
  classify(mail: SourceMail): MailKind;
  /** Links to places that are neither known nor known to be harmless. */
  findUnknownLinks(links: readonly string[]): string[];
}

/** What a look at a real account found of one thing that the connector expects: a name and a count, never a value. */
export interface InspectionFinding {
  /** A page or a report. */
  place: string;
  kind: 'page' | 'selector' | 'column' | 'word' | 'report';
  name: string;
  result: 'matched' | 'missing' | 'unknown';
  /** How often, where that can be counted. */
  count: number | null;
}

export interface PeopleCount {
  people: number;
  /** All who are to be read, without former people; or those alone whom a directory of the source lists. */
  countedIn: 'roster' | 'directory';
}

/** Ours, signed in at the source. */
export interface RemoteSession {
  /** The employer's company as the source names it; asserted against the linked company before anything is read. */
  readCompany(): Promise<RemoteCompany>;
  /** The company's tax id as the source writes it; null where this way in can't see it. */
  readTaxId(): Promise<string | null>;
  /**
   * How large the company is, for a person to recognize it by: people are counted, and nothing of them is kept. Null, or
   * absent, where it is not told cheaply.
   */
  countPeople?(): Promise<PeopleCount | null>;
  /** Tries what the capability unlocks; asks for nothing that changes anything. */
  probe(capability: string): Promise<CapabilityState>;
  /** Reads the whole roster. The items come in no order that anybody may rely on. */
  readRoster(options: ReadRosterOptions): RosterReading;
}

export interface ReadRosterOptions {
  timeZone: string;
  /**
   * States that the source may still be in, the applied one first: equal bytes end the reading before anything is parsed,
   * equal rows before anything is normalized.
   */
  known: readonly KnownSource[];
  /** Read only what feeds these models; absent: everything. */
  models?: readonly SnapshotModel[];
  /** Nobody may store them: nothing is asked of the source for them alone. */
  areTaxIdsUnwanted?: boolean;
  /** A secret of the account: without it nobody can try out what a row's fingerprint was made of. */
  rowSalt?: string;
  /** What the applied state was made of, row by row; absent: everything is normalized. */
  base?: RosterBase;
}

/** The rows of an earlier reading, of which records are known already. */
export interface RosterBase {
  /** The `rowsKey` of that reading: by another one its rows mean something else. */
  readonly key: string;
  /** Finds out which of the rows stand in the base. */
  findSeen(reports: readonly ReportMarks[]): Promise<SeenRows>;
}

/** The fingerprints of a report's rows in their order. */
export interface ReportMarks {
  kind: RowKind;
  /** How many rows there are. */
  readonly count: number;
  /** Gives them in pieces, each `FINGERPRINT_BYTES` long and one behind the other. */
  read(): AsyncIterable<Buffer>;
}

export interface SeenRows {
  /** Undefined: it is none of the base, or not whole there, and must be normalized. `place` counts from 0. */
  find(kind: RowKind, place: number): { hasEmployment: boolean } | undefined;
}

export const FINGERPRINT_BYTES = 16;

export interface RosterReading {
  /** Streams the normalized records, and what of a `base` they need not be made again for. Throws ConnectorError as soon as the source surprises. Read it once, to its end. */
  items: AsyncIterable<ReadItem>;
  /** Settles after `items` ended: what the source looked like, its hash, and whether it was all the same as before. */
  summary(): SourceSummary;
}
