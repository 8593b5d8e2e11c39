import { sql, type RawBuilder } from 'kysely';

/** A timestamptz column as the API spells it: `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
export function apiTimestamp(column: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The same for text that came out of the database (`2026-11-22 04:00:00.123456+00`). */
export function toApiTimestamp(timestamp: string): string {
  return timestamp.replace(' ', 'T').replace(/[+-]00(:00)?$/, 'Z');
}
