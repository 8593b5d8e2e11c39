import type { CalendarDate } from '../../../lib/calendar-date.ts';
import type { ApiDescription } from './api-schema.ts';
import { readShape, toDay } from './read-shape.ts';
import type { Shape } from './shapes.ts';

export type PayLineDetails = Shape<'line'>;

export interface PaystubLines {
  earnings: PayLineDetails[];
  employeeDeductions: PayLineDetails[];
  employerContributions: PayLineDetails[];
}

type Amounts = Pick<Shape<'paystub'>, 'id' | 'memberId' | 'grossPay' | 'netPay' | 'currency' | 'payGroup'>;

export interface PaystubDetails extends Amounts {
  payrollId: string;
  payDate: CalendarDate | null;
  periodStart: CalendarDate | null;
  periodEnd: CalendarDate | null;
  /** Null where they were not read. */
  lines: PaystubLines | null;
  remote: unknown;
}

const SUBJECT = 'paystub';

/** @param withLines the paystub as a call of its own gave it, or null */
export function toPaystubDetails(
  description: ApiDescription,
  payrollId: string,
  json: unknown,
  withLines: unknown,
): PaystubDetails {
  const paystub = readShape(description, 'paystub', json, SUBJECT);
  return {
    ...paystub,
    payrollId,
    payDate: toDay(paystub.payDate, SUBJECT),
    periodStart: toDay(paystub.periodStart, SUBJECT),
    periodEnd: toDay(paystub.periodEnd, SUBJECT),
    lines: withLines === null ? null : readLines(description, withLines),
    remote: withLines ?? json,
  };
}

function readLines(description: ApiDescription, json: unknown): PaystubLines {
  const lists = readShape(description, 'paystubLines', json, SUBJECT);
  const read = (list: unknown[] | null) =>
    (list ?? []).map((line) => readShape(description, 'line', line, SUBJECT));
  return {
    earnings: read(lists.earnings),
    employeeDeductions: read(lists.employeeDeductions),
    employerContributions: read(lists.employerContributions),
  };
}
