import { fromDayNumber, weekdayOf } from './day-number.ts';

const FIXED = ['01-01', '06-19', '07-04', '11-11', '12-25'];
const MONDAY = 0;
const THURSDAY = 3;

/** Month to weekday and the days of the month that it can fall on. */
const FLOATING: Record<string, { weekday: number; from: number; to: number }> = {
  '01': { weekday: MONDAY, from: 15, to: 21 },
  '02': { weekday: MONDAY, from: 15, to: 21 },
  '05': { weekday: MONDAY, from: 25, to: 31 },
  '09': { weekday: MONDAY, from: 1, to: 7 },
  '10': { weekday: MONDAY, from: 8, to: 14 },
  '11': { weekday: THURSDAY, from: 22, to: 28 },
};

/** Nobody is paid on weekends and on federal holidays: the money comes on the business day before. */
export function businessDayOnOrBefore(day: number): number {
  let found = day;
  while (weekdayOf(found) > 4 || isFederalHoliday(found)) found -= 1;
  return found;
}

function isFederalHoliday(day: number): boolean {
  const date = fromDayNumber(day);
  if (FIXED.includes(date.slice(5))) return true;
  const floating = FLOATING[date.slice(5, 7)];
  const dayOfMonth = Number(date.slice(8));
  return (
    floating !== undefined &&
    weekdayOf(day) === floating.weekday &&
    dayOfMonth >= floating.from &&
    dayOfMonth <= floating.to
  );
}
