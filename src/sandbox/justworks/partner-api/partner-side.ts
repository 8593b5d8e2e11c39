import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { ThirdParties } from '../access/third-parties.ts';
import type { CompanyChanges } from '../company/company-changes.ts';
import type { Company } from '../company/company.ts';
import { customFields, type CustomField } from '../company/custom-fields.ts';
import type { Roster } from '../company/roster.ts';
import { timeOffPolicies, type TimeOffPolicy } from '../company/time-off-policies.ts';
import { Consents } from '../oauth/consents.ts';
import { EmployerAdmins } from '../oauth/employer-admins.ts';
import { Grants } from '../oauth/grants.ts';
import { OAuthApps, type OAuthApp } from '../oauth/oauth-apps.ts';
import { PartnerWebhooks } from '../partner-webhooks/partner-webhooks.ts';
import type { SeededIds } from '../seeded-ids.ts';
import { BalanceReports } from './balance-reports.ts';
import { MemberTimes } from './member-times.ts';
import { PayrollTotalsCache } from './payroll-totals-cache.ts';
import { People } from './people.ts';
import { PublicIds, type PublicIdForm } from './public-ids.ts';
import { RateLimit, type RateLimitOptions } from './rate-limit.ts';
import type { CompanyTimes } from './to-api-company.ts';

/** What the doors for partners' apps know: OAuth server, API and webhooks. */
export interface PartnerSide {
  apps: OAuthApps;
  admins: EmployerAdmins;
  consents: Consents;
  grants: Grants;
  webhooks: PartnerWebhooks;
  ids: PublicIds;
  people: People;
  memberTimes: MemberTimes;
  companyTimes: CompanyTimes;
  payrollTotals: PayrollTotalsCache;
  policies: readonly TimeOffPolicy[];
  customFields: readonly CustomField[];
  balanceReports: BalanceReports;
  rateLimit: RateLimit;
  /** The company left Justworks: nothing can be read any more. */
  isInactive(): boolean;
}

interface PartnerOptions {
  seed: string;
  oauthApps?: readonly OAuthApp[] | undefined;
  partnerApiIds?: PublicIdForm | undefined;
  partnerApiRateLimit?: RateLimitOptions | undefined;
}

interface Surroundings {
  /** The sandbox's first day. */
  today: CalendarDate;
  clock: Clock;
  company: Company;
  roster: Roster;
  thirdParties: ThirdParties;
  changes: CompanyChanges;
  seededIds: SeededIds;
}

export function makePartnerSide(options: PartnerOptions, around: Surroundings): PartnerSide {
  const { clock, company, changes, seededIds } = around;
  const ids = new PublicIds(options.partnerApiIds ?? 'same', options.seed);
  const apps = registered(options.oauthApps);
  const grants = new Grants(clock, seededIds);
  const people = new People(around, ids);
  return {
    apps,
    grants,
    people,
    ids,
    admins: new EmployerAdmins(company),
    consents: new Consents(clock, seededIds),
    webhooks: new PartnerWebhooks({ clock, company, changes, apps, grants, ids, seededIds }),
    memberTimes: new MemberTimes(changes, clock, around.today),
    companyTimes: companyTimes(changes, clock),
    payrollTotals: new PayrollTotalsCache(people),
    policies: timeOffPolicies(options.seed),
    customFields: customFields(options.seed),
    balanceReports: new BalanceReports(seededIds),
    rateLimit: new RateLimit(clock, options.partnerApiRateLimit),
    isInactive: () => company.leftOn !== null,
  };
}

function registered(given: readonly OAuthApp[] = []): OAuthApps {
  const apps = new OAuthApps();
  for (const app of given) apps.register(app);
  return apps;
}

/** Its departments are part of the company: a change of them is a change of it. */
function companyTimes(changes: CompanyChanges, clock: Clock): CompanyTimes {
  const foundedAt = '2016-01-04T15:00:00.000Z';
  const times = { createdAt: foundedAt, updatedAt: foundedAt };
  changes.listen((change) => {
    if ('department' in change) times.updatedAt = clock.now().toISOString();
  });
  return times;
}
