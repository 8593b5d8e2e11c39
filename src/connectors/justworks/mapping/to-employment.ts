import { toMidnightUtc } from '../../../lib/calendar-date.ts';
import { toAmount } from '../../../hris/normalize/decimal.ts';
import type { EmploymentItem } from '../../../hris/snapshot.ts';
import type { WorkHistoryRow } from '../web/reports/work-history.ts';
import { toEnumOrigins } from './enum-origins.ts';
import { isUsPayroll, toEmploymentType, toFlsaStatus, toPayFrequency, toPayPeriod } from './enums.ts';
import { toPersonSignals } from './to-person.ts';
import type { WordTally } from './word-tally.ts';

/** @param path where the row was read, for `remote_data` */
export function toEmploymentItem(row: WorkHistoryRow, tally: WordTally, path: string): EmploymentItem {
  const words = {
    pay_period: toPayPeriod(row.payType),
    pay_frequency: toPayFrequency(row.payFrequency),
    flsa_status: toFlsaStatus(row.flsaStatus),
    employment_type: toEmploymentType(row.memberType),
  };
  tally.noteAll(words);
  const payRate = toAmount(row.payRate);
  if (row.payRate !== null && payRate === null) tally.noteUnreadable('pay_rate', row.payRate);
  return {
    model: 'employment',
    person: toPersonSignals(row),
    effectiveDate: row.effectiveDate,
    remoteId: null,
    fields: {
      job_title: row.jobTitle,
      pay_rate: payRate,
      pay_period: words.pay_period.value,
      pay_frequency: words.pay_frequency.value,
      pay_currency: payRate === null ? null : toCurrency(row),
      flsa_status: words.flsa_status.value,
      effective_date: row.effectiveDate === null ? null : toMidnightUtc(row.effectiveDate),
      employment_type: words.employment_type.value,
    },
    enumOrigins: toEnumOrigins(words),
    remoteData: [{ path, data: row.remote }],
  };
}

/** ISO 4217 as written, or US dollars where the sign or the tax form says so; never assumed for people abroad. */
function toCurrency(row: WorkHistoryRow): string | null {
  if (row.payCurrency !== null)
    return /^[A-Za-z]{3}$/.test(row.payCurrency) ? row.payCurrency.toUpperCase() : null;
  return isUsPayroll(row.memberType) ? 'USD' : null;
}
