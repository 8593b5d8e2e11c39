import { invalidInput } from './app-error.ts';

/** @throws AppError invalid_input `time_zone_unknown` unless it is a name of the IANA database */
export function assertTimeZone(timeZone: string, pointer: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw invalidInput('time_zone_unknown', 'There is no such time zone.', pointer);
  }
}
