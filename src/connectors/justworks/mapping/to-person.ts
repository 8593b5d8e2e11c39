import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { toEmail } from '../../../hris/normalize/email.ts';
import {
  stripParentheticalPrefix,
  toNameKey,
  toPersonNameKey,
  turnLastFirst,
} from '../../../hris/normalize/name.ts';
import type { ManagerSignal, PersonSignals } from '../../../hris/snapshot.ts';

interface PersonCells {
  workId: string | null;
  workEmail: string | null;
  personalEmail: string | null;
  firstName: string | null;
  lastName: string | null;
  birthDate?: CalendarDate | null;
}

/** The reports carry no immutable id, so these are all there is to know a person by. */
export function toPersonSignals(cells: PersonCells): PersonSignals {
  return {
    remoteId: null,
    workId: cells.workId,
    workEmail: toEmail(cells.workEmail),
    personalEmail: toEmail(cells.personalEmail),
    nameKey: toPersonNameKey(cells.firstName, stripParentheticalPrefix(cells.lastName)),
    birthDate: cells.birthDate ?? null,
  };
}

/** An address tells more than a name. */
export function toManagerSignal(email: string | null, name: string | null): ManagerSignal | null {
  const workEmail = toEmail(email);
  if (workEmail !== null) return { workEmail };
  const nameKey = toNameKey(turnLastFirst(name));
  return nameKey === null ? null : { nameKey };
}
