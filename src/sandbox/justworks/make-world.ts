import { randomBytes } from 'node:crypto';
import { systemClock } from '../../lib/clock.ts';
import { Invitations } from './access/invitations.ts';
import { SiteSessions } from './access/site-sessions.ts';
import { ThirdParties } from './access/third-parties.ts';
import { DEFAULT_COMPANY_NAME, makeCompany } from './company/company.ts';
import { makeMembers } from './company/make-members.ts';
import { Roster } from './company/roster.ts';
import { Faults } from './faults/faults.ts';
import { Journal } from './journal.ts';
import type { InvitationSender } from './mail/invitation-sender.ts';
import { Reports } from './reports/reports.ts';
import type { SandboxOptions } from './sandbox.ts';
import { todayIn, type World } from './world.ts';

const DEFAULT_SIZE = 24;

/** The company of the seed as it is on the clock's day, with nobody invited and no fault switched on. */
export function makeWorld(options: SandboxOptions, sender: InvitationSender): World {
  const { seed, companySize = DEFAULT_SIZE, clock = systemClock, censusFile, workHistoryFile } = options;
  const company = makeCompany(seed, options.companyName ?? DEFAULT_COMPANY_NAME);
  const members = makeMembers({ seed, size: companySize, today: todayIn({ clock }) }, company);
  return {
    clock,
    company,
    roster: new Roster(company, members, seed),
    thirdParties: new ThirdParties(),
    invitations: new Invitations(),
    sessions: new SiteSessions(),
    reports: new Reports(options.reportReadyAfter ?? { polls: 2 }),
    givenReports: {
      ...(censusFile && { employee_census: censusFile }),
      ...(workHistoryFile && { work_history: workHistoryFile }),
    },
    downloadKey: randomBytes(32).toString('hex'),
    faults: new Faults(),
    journal: new Journal(),
    sender,
    origin: '',
  };
}
