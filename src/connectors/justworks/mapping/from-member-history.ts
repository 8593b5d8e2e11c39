import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { toText } from '../../../hris/normalize/text.ts';
import type { EmploymentItem } from '../../../hris/snapshot.ts';
import type { EmploymentEntry, MemberDetails, PayEntry } from '../partner-api/member-details.ts';
import { toEnumOrigins } from './enum-origins.ts';
import { toFlsaStatus, toPayFrequency, toPayPeriod } from './enums.ts';
import { toMemberSignals, type MemberMapping } from './from-member.ts';
import { toMemberEmploymentType } from './member-types.ts';
import { toDateTime } from './to-date-time.ts';
import { toCurrencyCode, toMajorUnits } from './zero-decimal.ts';

/**
 * One employment for each day on which title, type or pay changed, with all of them as they were from that day on: the
 * Partner API keeps two histories where the work history report has one.
 */
export function toEmploymentItemsOfMember(member: MemberDetails, mapping: MemberMapping): EmploymentItem[] {
  const employments = dated(member.employments, member.startDate);
  const pays = dated(member.pays, member.startDate);
  const dates = new Set([...employments, ...pays].map(({ effectiveDate }) => effectiveDate));
  return [...dates]
    .sort(byDate)
    .map((date) => toItem(member, date, lastUntil(employments, date), lastUntil(pays, date), mapping));
}

function toItem(
  member: MemberDetails,
  date: CalendarDate | null,
  employment: EmploymentEntry | undefined,
  pay: PayEntry | undefined,
  mapping: MemberMapping,
): EmploymentItem {
  const words = {
    pay_period: toPayPeriod(toText(pay?.payType)),
    pay_frequency: toPayFrequency(toText(pay?.payFrequency)),
    flsa_status: toFlsaStatus(toText(employment?.flsaStatus)),
    employment_type: toMemberEmploymentType(toText(employment?.classification), toText(member.type)),
  };
  mapping.tally.noteAll(words);
  const payRate = toMajorUnits(pay?.amount ?? null, pay?.currency ?? null);
  return {
    model: 'employment',
    person: toMemberSignals(member),
    effectiveDate: date,
    remoteId: null,
    fields: {
      job_title: toText(employment?.jobTitle),
      pay_rate: payRate,
      pay_period: words.pay_period.value,
      pay_frequency: words.pay_frequency.value,
      pay_currency: payRate === null ? null : toCurrencyCode(pay?.currency ?? null),
      flsa_status: words.flsa_status.value,
      effective_date: toDateTime(date),
      employment_type: words.employment_type.value,
    },
    enumOrigins: toEnumOrigins(words),
    remoteData: [
      { path: mapping.path, data: { employment: employment?.remote ?? null, pay: pay?.remote ?? null } },
    ],
    keptFields: mapping.keptFields.employment,
  };
}

/** What carries no day of its own has held from the start. */
function dated<T extends { effectiveDate: CalendarDate | null }>(
  entries: readonly T[],
  startDate: CalendarDate | null,
): T[] {
  return entries.map((entry) => ({ ...entry, effectiveDate: entry.effectiveDate ?? startDate }));
}

/** What holds on a day; an entry without a day has always held. */
function lastUntil<T extends { effectiveDate: CalendarDate | null }>(
  entries: readonly T[],
  date: CalendarDate | null,
): T | undefined {
  return [...entries]
    .sort((a, b) => byDate(a.effectiveDate, b.effectiveDate))
    .findLast(({ effectiveDate }) => byDate(effectiveDate, date) <= 0);
}

function byDate(a: CalendarDate | null, b: CalendarDate | null): number {
  const [left, right] = [a ?? '', b ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}
