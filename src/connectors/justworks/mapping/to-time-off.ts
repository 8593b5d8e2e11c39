import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { toText } from '../../../hris/normalize/text.ts';
import type { TimeOffItem } from '../../../hris/snapshot.ts';
import { toDateTime } from './to-date-time.ts';
import { toEnumOrigins } from './enum-origins.ts';
import { toTimeOffStatus, toTimeOffType, toTimeOffUnits } from './enums-of-api.ts';
import { toSignalsOfMemberId } from './from-member.ts';
import { timeOffKey } from './source-keys.ts';
import type { WordTally } from './word-tally.ts';

export interface TimeOffDetails {
  id: string;
  memberId: string;
  status: string | null;
  unitType: string | null;
  amount: number | null;
  startDate: CalendarDate | null;
  endDate: CalendarDate | null;
  notes: string | null;
  /** Of the policy that it is taken from. */
  policyType: string | null;
  remote: unknown;
}

/** A request for time off. Who decided on it is not told. */
export function toTimeOffItem(request: TimeOffDetails, tally: WordTally, path: string): TimeOffItem {
  const words = {
    status: toTimeOffStatus(toText(request.status)),
    units: toTimeOffUnits(toText(request.unitType)),
    request_type: toTimeOffType(toText(request.policyType)),
  };
  tally.noteAll(words);
  return {
    model: 'time_off',
    sourceKey: timeOffKey(request.id),
    remoteId: request.id,
    person: toSignalsOfMemberId(request.memberId),
    fields: {
      status: words.status.value,
      employee_note: toText(request.notes),
      units: words.units.value,
      amount: request.amount,
      request_type: words.request_type.value,
      start_time: toDateTime(request.startDate),
      end_time: toDateTime(request.endDate),
    },
    refs: { approver: null },
    enumOrigins: toEnumOrigins(words),
    remoteData: [{ path, data: request.remote }],
  };
}
