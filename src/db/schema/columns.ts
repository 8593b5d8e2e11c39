import type { ColumnType } from 'kysely';

/**
 * A timestamptz: the database's own text on the way out (a JS `Date` would lose microseconds and break cursors), a
 * `Date` or text on the way in. See db/client.ts for the parsers and `toDate` there for arithmetic.
 */
export type Timestamp = ColumnType<string, Date | string, Date | string>;

/** A Timestamp that the database fills in when it is left out; kysely's Generated can't wrap another ColumnType. */
export type GeneratedTimestamp = ColumnType<string, Date | string | undefined, Date | string>;

/** A jsonb or json column: parsed on the way out, JSON text on the way in. */
export type Json<T> = ColumnType<T, string, string>;
