import type { Clock } from '../../lib/clock.ts';
import type { SandboxControl } from './control/control.ts';
import type { SmtpTarget } from './mail/invitation-sender.ts';
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
  /** Number of members; 24 when absent. */
  companySize?: number | undefined;
  clock?: Clock | undefined;
  /** Bytes served as the report instead of a generated one. */
  censusFile?: Buffer | undefined;
  workHistoryFile?: Buffer | undefined;
  /** On the second look at its page when absent. */
  reportReadyAfter?: ReportReadiness | undefined;
  /** Origin of the links it gives out, when it is reached by another address than it listens on. */
  publicUrl?: string | undefined;
}

export interface Sandbox extends AsyncDisposable {
  /** Origin without a slash at the end. */
  url: string;
  /** DNS name to TXT values of the sender domain, for a resolver to serve. */
  dkimRecords: Record<string, string[]>;
  control: SandboxControl;
  close(): Promise<void>;
}
