import { sql, type RawBuilder } from 'kysely';

/**
 * Any number of values as one parameter, spelled as an array of PostgreSQL. The driver spells an array letter by letter; ids, numbers,
 * instants and words of ours need no quotes. Not for texts of others.
 */
export function toArrayText(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? 'null').join(',')}}`;
}

/** SQL: any number of ids. */
export function uuidArray(ids: readonly string[]): RawBuilder<string[]> {
  return sql`${toArrayText(ids)}::uuid[]`;
}
