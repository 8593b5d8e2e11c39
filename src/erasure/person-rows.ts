import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import { RECORD_TABLES } from '../hris/record-tables.ts';

/** What is known of a person whose records are to be emptied. */
export interface PersonToErase {
  id: string;
  remoteId: string | null;
  workId: string | null;
  workEmail: string | null;
  personalEmail: string | null;
  nameKey: string | null;
  birthDate: string | null;
  /** How the person is called where a text may say it: names, addresses, numbers. */
  texts: string[];
  isNameUnique: boolean;
}

export async function isKnownPerson(trx: Trx, linkedAccountId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from employees where linked_account_id = ${linkedAccountId} and id = ${id}`.execute(trx);
  return rows.length > 0;
}

/** Those of whom anything is left, held until the transaction ends. */
export async function lockPeople(
  trx: Trx,
  linkedAccountId: string,
  ids: readonly string[],
): Promise<PersonToErase[]> {
  const { rows } = await sql<Omit<PersonToErase, 'texts'> & { body: Record<string, unknown> }>`
    select r.id, r.person_remote_id as "remoteId", r.work_id as "workId", r.work_email as "workEmail",
           r.personal_email as "personalEmail", r.name_key as "nameKey", r.birth_date as "birthDate", r.body,
           not exists (select from employees other
                        where other.linked_account_id = r.linked_account_id and other.name_key = r.name_key and other.id <> r.id
                          and not other.remote_was_deleted) as "isNameUnique"
      from employees r
     where r.linked_account_id = ${linkedAccountId} and r.id = any(${ids}::uuid[]) and r.ignored_at is null
     order by r.id for update`.execute(trx);
  return rows.map(({ body, ...person }) => ({ ...person, texts: toTexts(person, body) }));
}

/** A shorter text, as a number of the company's own, may well mean something else in another row. */
const MIN_TELLING_LENGTH = 6;

/** A name that several people have is theirs too. */
function toTexts(person: Omit<PersonToErase, 'texts'>, body: Record<string, unknown>): string[] {
  const word = (name: string) => (typeof body[name] === 'string' ? body[name] : null);
  const [first, preferred, last] = [word('first_name'), word('preferred_name'), word('last_name')];
  const names = [first, preferred].flatMap((given) =>
    given && last ? [`${given} ${last}`, `${last}, ${given}`, `${last} ${given}`] : [],
  );
  const told = [
    ...(person.isNameUnique ? [...names, word('display_full_name'), person.nameKey] : []),
    ...['work_email', 'personal_email', 'mobile_phone_number', 'employee_number', 'remote_id'].map(word),
    person.workEmail,
    person.personalEmail,
  ];
  return [...new Set(told.filter((text) => text !== null && text.length >= MIN_TELLING_LENGTH))] as string[];
}

/** SQL: the records `r` of the model that are the person's own. */
const OWN: Partial<Record<RecordModel, (id: string) => ReturnType<typeof sql<boolean>>>> = {
  employment: (id) => sql<boolean>`r.employee_id = ${id}`,
  employee_payroll_run: (id) => sql<boolean>`r.employee_id = ${id}`,
  time_off: (id) => sql<boolean>`r.employee_id = ${id}`,
  time_off_balance: (id) => sql<boolean>`r.employee_id = ${id}`,
  location: (id) => sql<boolean>`r.source_key = ${`home:${id}`}`,
  // Last: a reader who has seen this has seen all of it.
  employee: (id) => sql<boolean>`r.id = ${id}`,
};

export interface PersonRecords {
  model: RecordModel;
  table: string;
  ids: string[];
}

/** The person's own records, the person last; deleted ones too. */
export async function listPersonRecords(
  trx: Trx,
  linkedAccountId: string,
  id: string,
): Promise<PersonRecords[]> {
  const records: PersonRecords[] = [];
  for (const [model, isOwn] of Object.entries(OWN) as [
    RecordModel,
    (id: string) => ReturnType<typeof sql<boolean>>,
  ][]) {
    const table = RECORD_TABLES[model];
    const { rows } = await sql<{ id: string }>`
      select r.id from ${sql.table(table)} r
       where r.linked_account_id = ${linkedAccountId} and r.ignored_at is null and ${isOwn(id)}`.execute(trx);
    records.push({ model, table, ids: rows.map((row) => row.id) });
  }
  return records;
}
