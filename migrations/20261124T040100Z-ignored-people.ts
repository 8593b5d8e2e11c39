import { sql, type Kysely } from 'kysely';

const PERSONAL_TABLES = [
  'employees',
  'employments',
  'locations',
  'employee_payroll_runs',
  'time_off',
  'time_off_balances',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of PERSONAL_TABLES) {
    // From this moment the record says nothing, and no reading fills it again.
    await sql`alter table ${sql.table(table)} add column ignored_at timestamptz`.execute(db);
  }
  await sql`
    create table ignored_people (
      linked_account_id uuid not null references linked_accounts on delete cascade,
      employee_id uuid not null,
      -- For good, or until the source says that somebody who had left is back.
      is_for_good boolean not null,
      ignored_at timestamptz not null,
      -- By what the source's rows name the person: each a hash under the account's data key.
      signals jsonb not null,
      -- Other spellings that a source's own row may hold, hashed likewise.
      spellings text[] not null,
      primary key (linked_account_id, employee_id)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table ignored_people`.execute(db);
  for (const table of PERSONAL_TABLES) {
    await sql`alter table ${sql.table(table)} drop column ignored_at`.execute(db);
  }
}
