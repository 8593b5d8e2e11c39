import { countWeekdays, toDayNumber } from './day-number.ts';
import type { JobDetails, Member } from './member.ts';
import type { PayGroup, PayRun } from './payroll-calendar.ts';
import {
  contributionLines,
  deductionLines,
  percent,
  reimbursementLines,
  type PayLine,
} from './payroll-lines.ts';
import { spellBetween } from './spells.ts';
import { isChosen, stableNumber } from './stable-number.ts';
import { isContractor } from './vocabulary.ts';

/** What a member got on a pay day. Amounts in cents; a reimbursement is in the net pay and not in the gross pay. */
export interface Paystub {
  member: Member;
  run: PayRun;
  grossPay: number;
  netPay: number;
  earnings: PayLine[];
  employeeDeductions: PayLine[];
  employerContributions: PayLine[];
}

const RUNS_PER_YEAR: Record<PayGroup, number> = {
  Weekly: 52,
  Biweekly: 26,
  Semimonthly: 24,
  Contractors: 24,
};

/** Follows from the member's history, the calendar and the member's id alone; undefined for who is not paid then. */
export function paystubOf(member: Member, run: PayRun): Paystub | undefined {
  const worked = workedIn(member, run);
  if (!worked || payGroupOf(worked.job) !== run.group) return undefined;
  const pay = payLines(member, run, worked);
  const grossPay = totalOf(pay);
  if (grossPay === 0) return undefined;
  const isTaxed = worked.job.memberType.includes('W-2');
  const reimbursements = isTaxed ? reimbursementLines(member, run) : [];
  const employeeDeductions = isTaxed ? deductionLines(member, grossPay) : [];
  return {
    member,
    run,
    grossPay,
    netPay: grossPay + totalOf(reimbursements) - totalOf(employeeDeductions),
    earnings: [...pay, ...reimbursements],
    employeeDeductions,
    employerContributions: isTaxed ? contributionLines(member, run, grossPay) : [],
  };
}

export function totalOf(lines: readonly PayLine[], category?: string): number {
  let total = 0;
  for (const line of lines) if (category === undefined || line.category === category) total += line.amount;
  return total;
}

/** Undefined for who is not on the payroll. */
function payGroupOf(job: JobDetails): PayGroup | undefined {
  return isContractor(job.memberType) ? 'Contractors' : (job.payFrequency ?? undefined);
}

interface Worked {
  job: JobDetails;
  /** The part of the period that was worked, by weekdays. */
  share: number;
}

function workedIn(member: Member, run: PayRun): Worked | undefined {
  const spell = spellBetween(member, run.periodStart, run.periodEnd);
  if (!spell) return undefined;
  const { startDate, terminationDate } = spell;
  const first = startDate > run.periodStart ? startDate : run.periodStart;
  const last = terminationDate !== null && terminationDate < run.periodEnd ? terminationDate : run.periodEnd;
  const job = member.history.findLast((entry) => entry.effectiveDate <= last);
  if (!job) return undefined;
  const isWhole = first === run.periodStart && last === run.periodEnd;
  return { job, share: isWhole ? 1 : weekdays(first, last) / weekdays(run.periodStart, run.periodEnd) };
}

function weekdays(first: string, last: string): number {
  return countWeekdays(toDayNumber(first), toDayNumber(last));
}

function payLines(member: Member, run: PayRun, { job, share }: Worked): PayLine[] {
  if (job.payRate === null || job.payType === null) return [];
  const rate = Math.round(Number(job.payRate) * 100);
  if (job.payType === 'Hourly') return hourlyLines(member, run, job, rate, share);
  const salary = Math.round((rate / RUNS_PER_YEAR[run.group]) * share);
  return [line('Regular Salary', 'salary', 'regular', salary), ...yearEndBonus(member, run, rate)];
}

function yearEndBonus(member: Member, run: PayRun, yearly: number): PayLine[] {
  const isBonusDay = run.periodEnd.endsWith('-12-15') && isChosen(`${member.id}/bonus`, 3);
  return isBonusDay ? [line('Year-end Bonus', 'bonus', 'supplemental', percent(yearly, 2))] : [];
}

function hourlyLines(member: Member, run: PayRun, job: JobDetails, rate: number, share: number): PayLine[] {
  const key = `${member.id}/${run.payDate}`;
  const weeks = 52 / RUNS_PER_YEAR[run.group];
  const quarters = Math.round(weeklyHours(job, key) * weeks * share * 4);
  const regular = line('Regular Hours', 'hourly', 'regular', Math.round((quarters * rate) / 4));
  const hasOvertime = job.flsaStatus === 'Non-exempt' && share === 1 && isChosen(`${key}/overtime`, 8);
  return hasOvertime
    ? [regular, line('Overtime', 'overtime', 'overtime', Math.round(3 * 1.5 * rate))]
    : [regular];
}

function weeklyHours({ memberType }: JobDetails, key: string): number {
  const spread = stableNumber(`${key}/hours`);
  if (isContractor(memberType)) return 24 + (spread % 17);
  if (memberType.includes('Part Time')) return 20 + (spread % 9);
  return memberType.includes('Intern') ? 32 : 40;
}

function line(name: string, type: string, category: string, amount: number): PayLine {
  return { name, type, category, amount };
}
