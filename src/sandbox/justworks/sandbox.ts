import type { Clock } from '../../lib/clock.ts';
import type { SandboxControl } from './control/control.ts';
import type { SmtpTarget } from './mail/invitation-sender.ts';
import type { OAuthApp } from './oauth/oauth-apps.ts';
import type { PublicIdForm } from './partner-api/public-ids.ts';
import type { RateLimitOptions } from './partner-api/rate-limit.ts';
import type { ReportReadiness } from './reports/reports.ts';

export interface SandboxOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Where invitations are handed over, as if it were the recipient's mail server. */
  smtpTarget: SmtpTarget;
  /** Domain of the invitations' sender; justworks.com when absent. */
  senderDomain?: string | undefined;
  /** Decides every name, date and id of the company. */
  seed: string;
  companyName?: string | undefined;
  /** Number of members, 1 to 100,000; 24 when absent. */
  companySize?: number | undefined;
  clock?: Clock | undefined;
  /** After so many days a password must be renewed; 90 when absent. */
  passwordMaxAgeDays?: number | undefined;
  /** Bytes served as the report instead of a generated one. */
  censusFile?: Buffer | undefined;
  workHistoryFile?: Buffer | undefined;
  /** On the second look at its page when absent. */
  reportReadyAfter?: ReportReadiness | undefined;
  /** Origin of the links it gives out, when it is reached by another address than it listens on. */
  publicUrl?: string | undefined;
  /** A page with the employer's mail, to link to. */
  mailboxUrl?: string | undefined;
  /** Partners' apps; more can be registered later by the control API. */
  oauthApps?: readonly OAuthApp[] | undefined;
  /** `same` when absent: the Partner API shows the ids of the web pages. */
  partnerApiIds?: PublicIdForm | undefined;
  /** Of each grant; none when absent. */
  partnerApiRateLimit?: RateLimitOptions | undefined;
}

export interface Sandbox extends AsyncDisposable {
  /** Origin without a slash at the end. */
  url: string;
  /** DNS name to TXT values of the sender domain, for a resolver to serve. */
  dkimRecords: Record<string, string[]>;
  control: SandboxControl;
  close(): Promise<void>;
}
