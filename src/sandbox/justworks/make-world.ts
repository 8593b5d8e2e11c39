import { invalidInput } from '../../lib/app-error.ts';
import { Invitations } from './access/invitations.ts';
import { seedThirdParties } from './access/seed-third-parties.ts';
import { SiteSessions } from './access/site-sessions.ts';
import { ThirdParties } from './access/third-parties.ts';
import { CompanyChanges } from './company/company-changes.ts';
import { DEFAULT_COMPANY_NAME, makeCompany } from './company/company.ts';
import { makeMembers } from './company/make-members.ts';
import { Roster } from './company/roster.ts';
import { Faults } from './faults/faults.ts';
import { Journal } from './journal.ts';
import type { InvitationSender } from './mail/invitation-sender.ts';
import { makePartnerSide } from './partner-api/partner-side.ts';
import { MovableClock } from '../movable-clock.ts';
import { Reports } from './reports/reports.ts';
import { SeededIds } from './seeded-ids.ts';
import type { SandboxOptions } from './sandbox.ts';
import { todayIn, type World } from './world.ts';

const DEFAULT_SIZE = 24;
const MAX_SIZE = 100_000;

/** The company of the seed as it is on the clock's day, with nobody invited and no fault switched on. */
export function makeWorld(options: SandboxOptions, sender: InvitationSender): World {
  const {
    seed,
    companySize = DEFAULT_SIZE,
    clock = new MovableClock(),
    censusFile,
    workHistoryFile,
  } = options;
  const company = makeCompany(seed, options.companyName ?? DEFAULT_COMPANY_NAME);
  const plan = { seed, size: assertSize(companySize), today: todayIn({ clock }) };
  const members = makeMembers(plan, company);
  const changes = new CompanyChanges();
  const roster = new Roster(company, members, seed, changes);
  const seededIds = new SeededIds(seed, clock);
  const thirdParties = new ThirdParties(seededIds);
  seedThirdParties(thirdParties, company, plan);
  return {
    clock,
    company,
    roster,
    changes,
    thirdParties,
    partner: makePartnerSide(options, {
      today: todayIn({ clock }),
      clock,
      company,
      roster,
      thirdParties,
      changes,
      seededIds,
    }),
    invitations: new Invitations(seededIds),
    sessions: new SiteSessions(seededIds),
    seededIds,
    reports: new Reports(options.reportReadyAfter ?? { polls: 2 }, seededIds),
    givenReports: {
      ...(censusFile && { employee_census: censusFile }),
      ...(workHistoryFile && { work_history: workHistoryFile }),
    },
    downloadKey: seededIds.bytes('download key', 32).toString('hex'),
    mailboxUrl: options.mailboxUrl ?? null,
    passwordMaxAgeDays: options.passwordMaxAgeDays ?? 90,
    faults: new Faults(),
    journal: new Journal(),
    sender,
    origin: '',
  };
}

function assertSize(size: number): number {
  if (Number.isInteger(size) && size >= 1 && size <= MAX_SIZE) return size;
  throw invalidInput('invalid_size', `A company has 1 to ${MAX_SIZE} people.`);
}
