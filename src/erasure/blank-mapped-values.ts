import { sql, type RawBuilder } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { RECORD_TABLES } from '../hris/record-tables.ts';
import { blankCells } from '../sync/blank-cells.ts';

/** What tells that a text names somebody. */
interface Mentions {
  /** For `ilike`: any JSON that may hold such a text. */
  patterns: readonly string[];
  isBlanked: (text: string) => boolean;
}

/**
 * Values that are mapped out of others' rows may name people who are erased: they are taken out of records, former states and
 * what was told of them. Nobody is told of it.
 */
export async function blankMappedValues(trx: Trx, scope: AccountScope, mentions: Mentions): Promise<void> {
  if (mentions.patterns.length === 0 || !(await hasMapped(trx, scope))) return;
  const { linkedAccountId } = scope;
  for (const table of [...Object.values(RECORD_TABLES), 'record_versions'])
    await blankJson(trx, linkedAccountId, mentions, {
      table,
      column: 'body',
      value: sql`body->'field_mappings'`,
      write: (blanked) => sql`(
        select json_object_agg(part.key, case part.key when 'field_mappings' then ${blanked}::json else part.value end
                               order by part.position)
          from json_each(body) with ordinality part(key, value, position))`,
    });
  const changes = {
    column: 'changes',
    value: sql`changes`,
    write: (blanked: RawBuilder<unknown>) => blanked,
  };
  await blankJson(trx, linkedAccountId, mentions, { table: 'record_versions', ...changes });
  await blankJson(trx, linkedAccountId, mentions, {
    table: 'outbox_events',
    column: 'data',
    value: sql`data->'changes'`,
    write: (blanked) => sql`(
      select json_object_agg(part.key, case part.key when 'changes' then ${blanked}::json else part.value end
                             order by part.position)
        from json_each(data) with ordinality part(key, value, position))`,
  });
}

/** Most accounts never have. */
async function hasMapped(trx: Trx, scope: AccountScope): Promise<boolean> {
  const account = await trx
    .selectFrom('linked_accounts')
    .select('field_mappings_version')
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .executeTakeFirst();
  return account !== undefined && account.field_mappings_version > 0;
}

interface MappedJson {
  table: string;
  column: string;
  /** SQL: where in the row mapped values stand; of changes, among those of other fields. */
  value: RawBuilder<unknown>;
  /** SQL for the column with another text in the place of the value. */
  write: (blanked: RawBuilder<unknown>) => RawBuilder<unknown>;
}

async function blankJson(
  trx: Trx,
  linkedAccountId: string,
  { patterns, isBlanked }: Mentions,
  { table, column, value, write }: MappedJson,
): Promise<void> {
  const { rows } = await sql<{ place: string; value: unknown }>`
    select ctid::text as place, ${value} as value from ${sql.table(table)}
     where linked_account_id = ${linkedAccountId} and ${value} is not null
       and (${value})::text like '%value%' and (${value})::text ilike any(${patterns}::text[])
       for no key update`.execute(trx);
  for (const { place, value: before } of rows) {
    const after = blankMapped(before, isBlanked);
    if (after === before) continue;
    await sql`
      update ${sql.table(table)} set ${sql.ref(column)} = ${write(sql`${JSON.stringify(after)}`)}
       where linked_account_id = ${linkedAccountId} and ctid = ${place}::tid`.execute(trx);
  }
}

/** Of a list of changes, those of mapped values alone: the others are seen to by their fields. */
function blankMapped(value: unknown, isBlanked: Mentions['isBlanked']): unknown {
  if (!Array.isArray(value)) return blankCells(value, isBlanked);
  const changes = (value as { field?: unknown }[]).map((change) =>
    change.field === 'field_mappings' ? blankCells(change, isBlanked) : change,
  );
  return changes.every((change, place) => change === value[place]) ? value : changes;
}
