import { sql, type RawBuilder } from 'kysely';

const JSON_NULL = sql`'null'::json`;

/** SQL: the JSON object with null for the named fields; the others as they are, in their order. */
export function withNullsSql(object: RawBuilder<unknown>, names: readonly string[]): RawBuilder<unknown> {
  return sql`(
    select json_object_agg(entry.key, case when entry.key = any(${names}::text[]) then ${JSON_NULL} else entry.value end
                           order by entry.position)
      from json_each(${object}) with ordinality entry(key, value, position))`;
}

/** SQL: the JSON object has anything in one of the named fields. */
export function hasAnySql(object: RawBuilder<unknown>, names: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from json_each(${object}) entry where entry.key = any(${names}::text[]) and json_typeof(entry.value) <> 'null')`;
}

/** SQL: an object of words by field without the named ones; null stays null. */
export function withoutSql(words: RawBuilder<unknown>, names: readonly string[]): RawBuilder<unknown> {
  return sql`((${words})::jsonb - ${names}::text[])::json`;
}

/** SQL: a list of changes without those of the named fields. */
export function otherChangesSql(changes: RawBuilder<unknown>, names: readonly string[]): RawBuilder<unknown> {
  return sql`(
    select coalesce(json_agg(change.value order by change.position), '[]')
      from json_array_elements(${changes}) with ordinality change(value, position)
     where coalesce(change.value->>'field' <> all(${names}::text[]), true))`;
}

/** SQL: one of the changes is of a named field. */
export function tellsAnySql(changes: RawBuilder<unknown>, names: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from json_array_elements(${changes}) change where change.value->>'field' = any(${names}::text[]))`;
}
