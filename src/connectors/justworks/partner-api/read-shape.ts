import { Compile } from 'typebox/compile';
import { parseCalendarDate, type CalendarDate } from '../../../lib/calendar-date.ts';
import { ConnectorError } from '../../errors.ts';
import type { ApiDescription } from './api-schema.ts';
import { SHAPES, type Shape, type ShapeName } from './shapes.ts';

const CHECKS = Object.fromEntries(
  Object.entries(SHAPES).map(([name, shape]) => [name, Compile(shape)]),
) as unknown as { [Name in ShapeName]: ReturnType<typeof Compile<(typeof SHAPES)[Name]>> };
const SHOWN_PROBLEMS = 10;

/**
 * Picks a shape's values out of an answer; what is left out there is null here.
 * @throws ConnectorError report_malformed, which names places in the answer and never values
 */
export function readShape<Name extends ShapeName>(
  description: ApiDescription,
  name: Name,
  json: unknown,
  subject: string,
): Shape<Name> {
  const places: Record<string, string> = description.fields[name];
  const picked: Record<string, unknown> = {};
  for (const key in places) picked[key] = pick(json, places[key]!) ?? null;
  const check = CHECKS[name];
  if (check.Check(picked)) return picked;
  const wrong = [
    ...new Set(check.Errors(picked).map(({ instancePath }) => instancePath.split('/')[1] ?? '')),
  ];
  const shown = wrong.slice(0, SHOWN_PROBLEMS).map((key) => places[key] ?? key);
  throw new ConnectorError(
    'report_malformed',
    `A ${name} of the source does not fit at ${shown.join(', ')}.`,
    {
      subject,
    },
  );
}

/** A day of a shape. @throws ConnectorError report_malformed for a day that does not exist */
export function toDay(text: string | null, subject: string): CalendarDate | null {
  if (text === null) return null;
  const date = parseCalendarDate(text.slice(0, 10));
  if (date !== undefined) return date;
  throw new ConnectorError('report_malformed', 'The source names a day that does not exist.', { subject });
}

/** An entry of a map by country: the wanted country's, else the only one there is. */
export function pickCountry(map: Record<string, unknown> | null, country: string | null): unknown {
  if (map === null) return undefined;
  if (country !== null && Object.hasOwn(map, country)) return map[country];
  const entries = Object.values(map);
  return entries.length === 1 ? entries[0] : undefined;
}

function pick(json: unknown, place: string): unknown {
  let value = json;
  for (const key of place.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
