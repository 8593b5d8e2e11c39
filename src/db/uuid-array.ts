import { sql, type RawBuilder } from 'kysely';

/** SQL: any number of ids as one parameter. The driver spells an array of texts letter by letter; ids need no quotes. */
export function uuidArray(ids: readonly string[]): RawBuilder<string[]> {
  return sql`${`{${ids.join(',')}}`}::uuid[]`;
}
