import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { emailDomainOf, type Company } from '../company/company.ts';
import { SeededRandom } from '../company/seeded-random.ts';
import type { ThirdParties } from './third-parties.ts';

/** A company of this size has all odd cases, and with them outsiders who are no employees. */
const MIN_SIZE = 40;

const OUTSIDERS = [
  {
    memberType: 'Accountant or Accountant Firm',
    adminAccess: 'Yes',
    firstName: 'Tess',
    lastName: 'Ledgerwood',
  },
  { memberType: 'Vendor', adminAccess: 'No', firstName: 'Coffee', lastName: 'Supplies' },
  { memberType: 'Temp', adminAccess: 'No', firstName: 'Tobias', lastName: 'Interim' },
] as const;

/** Outsiders who were there before anybody is invited. */
export function seedThirdParties(
  thirdParties: ThirdParties,
  company: Company,
  plan: { seed: string; size: number; today: CalendarDate },
): void {
  if (plan.size < MIN_SIZE) return;
  const random = new SeededRandom(`${plan.seed}/third-parties`);
  for (const outsider of OUTSIDERS) {
    const workEmail = `${outsider.firstName.toLowerCase()}@outside-${emailDomainOf(company.legalName)}`;
    thirdParties.add({ ...outsider, workEmail }, company, plan.today, random.uuid());
  }
}
