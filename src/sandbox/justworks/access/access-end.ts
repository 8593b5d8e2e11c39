import { Temporal } from 'temporal-polyfill';
import { COMPANY_TIME_ZONE } from '../company-time-zone.ts';
import type { ThirdParty } from './third-party.ts';

/** Who was terminated keeps access until 2:00 AM Eastern of the day after (Justworks help, 2338060). */
export function hasAccess({ terminationDate }: Pick<ThirdParty, 'terminationDate'>, now: Date): boolean {
  if (terminationDate === null) return true;
  const end = Temporal.PlainDate.from(terminationDate)
    .add({ days: 1 })
    .toZonedDateTime({ timeZone: COMPANY_TIME_ZONE, plainTime: '02:00' });
  return now.getTime() < end.epochMilliseconds;
}
