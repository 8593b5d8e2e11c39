import { calendarDateAt, type CalendarDate } from '../../lib/calendar-date.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Invitations } from './access/invitations.ts';
import type { SiteSessions } from './access/site-sessions.ts';
import type { ThirdParties } from './access/third-parties.ts';
import type { CompanyChanges } from './company/company-changes.ts';
import type { Company } from './company/company.ts';
import type { Roster } from './company/roster.ts';
import { COMPANY_TIME_ZONE } from './company-time-zone.ts';
import type { Faults } from './faults/faults.ts';
import type { Journal } from './journal.ts';
import type { InvitationSender } from './mail/invitation-sender.ts';
import type { PartnerSide } from './partner-api/partner-side.ts';
import type { Reports } from './reports/reports.ts';
import type { SeededIds } from './seeded-ids.ts';
import type { ReportType } from './reports/report-types.ts';

/** All that the sandbox knows and does; pages, control API and tests work on one of these. */
export interface World {
  clock: Clock;
  company: Company;
  roster: Roster;
  /** Tells every change of people and departments. */
  changes: CompanyChanges;
  thirdParties: ThirdParties;
  invitations: Invitations;
  sessions: SiteSessions;
  reports: Reports;
  /** Bytes served instead of a generated report. */
  givenReports: Partial<Record<ReportType, Buffer>>;
  downloadKey: string;
  seededIds: SeededIds;
  passwordMaxAgeDays: number;
  /** Where the employer's mail can be read; null where nobody told. */
  mailboxUrl: string | null;
  faults: Faults;
  journal: Journal;
  sender: InvitationSender;
  /** OAuth server, Partner API and its webhooks. */
  partner: PartnerSide;
  /** Scheme, host and port of the site's links; known once the server listens. */
  origin: string;
}

export function todayIn(world: Pick<World, 'clock'>): CalendarDate {
  return calendarDateAt(world.clock.now(), COMPANY_TIME_ZONE);
}
