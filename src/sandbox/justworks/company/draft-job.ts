import type { JobDetails } from './member.ts';
import { TITLES } from './name-pools.ts';
import type { SeededRandom } from './seeded-random.ts';
import { isContractor, REMOTE_OFFICE, type MemberType } from './vocabulary.ts';

/** Where a person stands in the company. */
export interface Seat {
  rank: 'chief' | 'head' | 'staff';
  department: string;
  manager: string | null;
  offices: readonly string[];
}

/** A full-time job that fits the seat. */
export function draftJob(random: SeededRandom, seat: Seat): JobDetails {
  const salary = { chief: 210_000, head: 140_000, staff: 62_000 }[seat.rank] + random.between(0, 40) * 500;
  return {
    jobTitle: titleOf(random, seat),
    department: seat.department,
    office: seat.rank === 'staff' ? random.pick([...seat.offices, REMOTE_OFFICE]) : seat.offices[0]!,
    manager: seat.manager,
    memberType: 'Employee - Full Time (W-2)',
    ...salaried(salary),
  };
}

function titleOf(random: SeededRandom, seat: Seat): string {
  if (seat.rank === 'chief') return 'Chief Executive Officer';
  const titles = TITLES[seat.department]!;
  return seat.rank === 'head' ? titles.head : random.pick(titles.staff);
}

type Pay = Pick<JobDetails, 'payType' | 'payRate' | 'payFrequency' | 'flsaStatus'>;

export function salaried(dollarsPerYear: number): Pay {
  return {
    payType: 'Salary',
    payRate: `${dollarsPerYear}.00`,
    payFrequency: 'Semimonthly',
    flsaStatus: 'Exempt',
  };
}

/** Hourly people are non-exempt and never paid semimonthly; a contractor has no FLSA status at all. */
export function hourly(centsPerHour: number, memberType: MemberType): Pay & Pick<JobDetails, 'memberType'> {
  return {
    memberType,
    payType: 'Hourly',
    payRate: (centsPerHour / 100).toFixed(2),
    payFrequency: isContractor(memberType) ? null : 'Biweekly',
    flsaStatus: isContractor(memberType) ? null : 'Non-exempt',
  };
}
