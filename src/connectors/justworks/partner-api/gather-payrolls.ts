import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';
import { toText } from '../../../hris/normalize/text.ts';
import type { PayPeriod, PayrollDetails } from '../mapping/to-payroll-run.ts';
import type { PartnerApi } from './client.ts';
import { readValues, spoolValues, type SpooledValues } from './json-lines.ts';
import { toPaystubDetails, type PaystubDetails } from './paystub-details.ts';
import { readShape, toDay } from './read-shape.ts';
import { payrollWindow } from './reading-windows.ts';

/** Newest pay day first. */
export type PayrollList = readonly PayrollDetails[];

export interface SpooledPaystubs {
  spooled: SpooledValues;
  /** By payroll. */
  periods: ReadonlyMap<string, PayPeriod>;
  /** Each name once. */
  payGroups: readonly string[];
  /** Of each member's newest paystub. */
  payGroupOf: ReadonlyMap<string, string>;
}

interface Line {
  payrollId: string;
  paystub: unknown;
  withLines: unknown;
}

/** The payrolls whose pay day lies in the window. */
export async function gatherPayrolls(api: PartnerApi, today: CalendarDate): Promise<PayrollList> {
  const { from, to } = payrollWindow(api.description, today);
  const query = { start_date: from, end_date: to };
  const found: PayrollDetails[] = [];
  for await (const page of api.pages({ path: 'payrolls', query, subject: 'payroll' })) {
    for (const remote of page) {
      const { id, payDate } = readShape(api.description, 'payroll', remote, 'payroll');
      found.push({ id, payDate: toDay(payDate, 'payroll'), remote });
    }
  }
  return found.sort((a, b) => orderKeyOf(b).localeCompare(orderKeyOf(a), 'en'));
}

const orderKeyOf = ({ id, payDate }: PayrollDetails): string => `${payDate ?? ''} ${id}`;

/** The paystubs of these payrolls; the newer ones with their lines, as far as the limit allows. */
export async function spoolPaystubs(
  api: PartnerApi,
  payrolls: PayrollList,
  today: CalendarDate,
): Promise<SpooledPaystubs> {
  const { windows, limits } = api.description;
  const detailsFrom = addDays(today, -windows.paystubDetailDaysBack);
  const periods = new Map<string, PayPeriod>();
  const payGroupOf = new Map<string, string>();
  const payGroups = new Set<string>();
  let detailsLeft = limits.paystubDetails;

  async function* lines(): AsyncGenerator<Line[]> {
    for (const payroll of payrolls) {
      const call = { path: 'paystubs', id: payroll.id, subject: 'paystub' } as const;
      for await (const page of api.pages(call)) {
        const found: Line[] = [];
        for (const paystub of page) found.push(await toLine(payroll, paystub));
        yield found;
      }
    }
  }

  async function toLine(payroll: PayrollDetails, json: unknown): Promise<Line> {
    const paystub = toPaystubDetails(api.description, payroll.id, json, null);
    periods.set(payroll.id, agree(periods.get(payroll.id), paystub));
    const payGroup = toText(paystub.payGroup);
    // Payrolls come with the newest first, so the first name that is met is the newest.
    if (payGroup !== null) {
      payGroups.add(payGroup);
      if (!payGroupOf.has(paystub.memberId)) payGroupOf.set(paystub.memberId, payGroup);
    }
    const isRecent = (payroll.payDate ?? '') >= detailsFrom && detailsLeft > 0;
    if (isRecent) detailsLeft -= 1;
    return {
      payrollId: payroll.id,
      paystub: json,
      withLines: isRecent ? await readLines(api, paystub.id) : null,
    };
  }

  const spooled = await spoolValues(lines(), 'paystubs', limits.sectionBytes);
  return { spooled, periods, payGroupOf, payGroups: [...payGroups].sort() };
}

export async function* readPaystubs(
  api: PartnerApi,
  { spooled }: SpooledPaystubs,
): AsyncGenerator<PaystubDetails> {
  for await (const line of readValues(spooled)) {
    const { payrollId, paystub, withLines } = line as Line;
    yield toPaystubDetails(api.description, payrollId, paystub, withLines);
  }
}

/** Null for a paystub that went away while we read. */
async function readLines(api: PartnerApi, paystubId: string): Promise<unknown> {
  const answer = await api.call({ path: 'paystub', id: paystubId, subject: 'paystub', accepts: [404] });
  return answer.status === 404 ? null : answer.json;
}

function agree(known: PayPeriod | undefined, { periodStart, periodEnd }: PaystubDetails): PayPeriod {
  if (!known) return { start: periodStart, end: periodEnd };
  return {
    start: known.start === periodStart ? periodStart : null,
    end: known.end === periodEnd ? periodEnd : null,
  };
}
