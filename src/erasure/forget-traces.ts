import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { foldName } from '../hris/normalize/text.ts';
import { RECORD_TABLES } from '../hris/record-tables.ts';
import { deleteRows } from './account-tables.ts';
import { lockUntoldEvents } from './detach-account.ts';
import { blankCells } from '../sync/blank-cells.ts';
import { blankMappedValues } from './blank-mapped-values.ts';
import type { PersonRecords, PersonToErase } from './person-rows.ts';

/** Former states, what was told of them, and what is kept beside them. */
export async function forgetHistory(
  trx: Trx,
  { linkedAccountId }: AccountScope,
  records: readonly PersonRecords[],
): Promise<void> {
  for (const { model, ids } of records) {
    await sql`
      delete from record_versions
       where linked_account_id = ${linkedAccountId} and model = ${model} and record_id = any(${ids}::uuid[])`.execute(
      trx,
    );
    await sql`
      delete from sealed_fields
       where linked_account_id = ${linkedAccountId} and model = ${model} and record_id = any(${ids}::uuid[])`.execute(
      trx,
    );
  }
  const ids = records.flatMap((one) => one.ids);
  await sql`
    delete from employee_lifecycles
     where linked_account_id = ${linkedAccountId} and employee_id = any(${ids}::uuid[])`.execute(trx);
  await forgetEvents(trx, linkedAccountId, ids);
}

/** With their deliveries, sent or not. Events of earlier releases hold the record themselves. */
async function forgetEvents(trx: Trx, linkedAccountId: string, ids: readonly string[]): Promise<void> {
  await lockUntoldEvents(trx, linkedAccountId);
  await sql`
    delete from outbox_events
     where linked_account_id = ${linkedAccountId} and record_id = any(${ids}::uuid[])`.execute(trx);
  await sql`
    delete from outbox_events
     where linked_account_id = ${linkedAccountId} and record_id is null
       and data->'record'->>'id' = any(${ids}::text[])`.execute(trx);
}

/** Answers of the source, and of ours to callers who may repeat their request. */
const SEALED_ANSWERS = ['passthrough_receipts', 'idempotency_keys'];

/** What others' records and events say of the people beside their ids. */
export async function forgetMentions(
  trx: Trx,
  scope: AccountScope,
  people: readonly PersonToErase[],
): Promise<void> {
  const texts = people.flatMap((person) => person.texts);
  await blankNamedManagers(
    trx,
    scope,
    people.map(({ id }) => id),
  );
  await blankRows(trx, scope, texts);
  await blankMappedValues(trx, scope, { patterns: texts.map(toPattern), isBlanked: isOneOf(texts) });
  // The answers are sealed, so that nobody can tell whom they are about.
  for (const table of SEALED_ANSWERS) await deleteRows(trx, table, scope.linkedAccountId);
  await emptyReceiversAnswers(trx, scope);
  await sql`
    update linked_accounts set organization_head = null
     where organization_id = ${scope.organizationId} and id = ${scope.linkedAccountId}
       and lower(organization_head) = any(${texts.map((text) => text.toLowerCase())}::text[])`.execute(trx);
}

/** What receivers of webhooks said may repeat what they were told. */
async function emptyReceiversAnswers(trx: Trx, { linkedAccountId }: AccountScope): Promise<void> {
  await sql`
    update webhook_deliveries d set attempt_answer = null from outbox_events e
     where e.id = d.event_id and d.attempt_answer is not null and e.linked_account_id = ${linkedAccountId}`.execute(
    trx,
  );
  await sql`
    update former_attempts a set answer = null
      from webhook_deliveries d join outbox_events e on e.id = d.event_id
     where a.delivery_id = d.id and a.answer is not null and e.linked_account_id = ${linkedAccountId}`.execute(
    trx,
  );
}

/** Events of those who reported to one of them, or came to. */
async function blankNamedManagers(
  trx: Trx,
  { linkedAccountId }: AccountScope,
  ids: readonly string[],
): Promise<void> {
  const isNamed = (side: 'before' | 'after') => sql`data->${side}->>'id' = any(${ids}::text[])`;
  const blank = (side: 'before' | 'after') => sql`
    case when ${isNamed(side)}
         then json_build_object('id', data->${side}->'id', 'display_full_name', null, 'work_email', null) else data->${side} end`;
  await sql`
    update outbox_events
       set data = (
         select json_object_agg(part.key, case part.key when 'before' then ${blank('before')} when 'after' then ${blank('after')}
                                          else part.value end order by part.position)
           from json_each(data) with ordinality part(key, value, position))
     where linked_account_id = ${linkedAccountId} and type = 'employee.manager_changed'
       and (${isNamed('before')} or ${isNamed('after')})`.execute(trx);
}

/** Rows of the source that stand beside others' records may name them, e.g. as the manager. */
async function blankRows(
  trx: Trx,
  { linkedAccountId }: AccountScope,
  texts: readonly string[],
): Promise<void> {
  if (texts.length === 0) return;
  const isBlanked = isOneOf(texts);
  for (const table of Object.values(RECORD_TABLES)) {
    const { rows } = await sql<{ id: string; remote_data: unknown }>`
      select id, remote_data from ${sql.table(table)}
       where linked_account_id = ${linkedAccountId}
         and remote_data::text ilike any(${texts.map(toPattern)}::text[])`.execute(trx);
    for (const { id, remote_data } of rows) {
      const kept = blankCells(remote_data, isBlanked);
      if (kept === remote_data) continue;
      await sql`
        update ${sql.table(table)} set remote_data = ${JSON.stringify(kept)}, beside_hash = null
         where linked_account_id = ${linkedAccountId} and id = ${id}`.execute(trx);
    }
  }
}

function isOneOf(texts: readonly string[]): (text: string) => boolean {
  const folded = new Set(texts.map(foldName));
  return (text) => folded.has(foldName(text));
}

/** As it may stand in JSON, with blanks of any width. */
function toPattern(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\\%_]/g, '\\$&');
  return `%${escaped.replace(/\s+/g, '%')}%`;
}
