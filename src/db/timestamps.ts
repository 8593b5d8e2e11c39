import { sql, type RawBuilder } from 'kysely';

/** SQL that spells a timestamptz as the API does: `YYYY-MM-DDTHH:MM:SS.ffffffZ`. `expression` is our own SQL, never input. */
export function apiTimestampSql(expression: string): string {
  return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The same, to stand in a query. */
export function apiTimestamp(expression: string): RawBuilder<string> {
  return sql.raw<string>(apiTimestampSql(expression));
}

/** The same for text that came out of the database (`2026-11-22 04:00:00.123456+00`). */
export function toApiTimestamp(timestamp: string): string {
  // The usual form without a search: it is spelled for each answer.
  if (timestamp[10] === ' ' && timestamp.endsWith('+00'))
    return `${timestamp.slice(0, 10)}T${timestamp.slice(11, -3)}Z`;
  return timestamp.replace(' ', 'T').replace(/[+-]00(:00)?$/, 'Z');
}
