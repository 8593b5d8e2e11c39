import { sql } from 'kysely';
import type { AppContext } from '../../src/app-context.ts';
import { createApiKey, createOrganization } from '../../src/auth/index.ts';
import { createToken, hashToken } from '../../src/crypto/token-hash.ts';
import { newId } from '../../src/lib/ids.ts';

export interface BenchAccount {
  id: string;
  token: string;
}

/** An organization, a key of it, and accounts without records. */
export async function insertAccounts(
  { db }: AppContext,
  count: number,
): Promise<{ key: string; accounts: BenchAccount[] }> {
  const { id: organizationId } = await createOrganization(db, { name: 'Bench' });
  const { key } = await createApiKey(db, { organizationId, name: 'bench', environment: 'live' });
  const accounts = Array.from({ length: count }, () => ({ id: newId(), token: createToken('live', 'acct') }));
  await sql`
    insert into linked_accounts (id, organization_id, integration, end_user_origin_id, status, connection_method,
           sync_interval_seconds, account_token_hash, is_test_account, data_fresh_as_of)
    select id, ${organizationId}, 'justworks', id::text, 'COMPLETE', 'service_account', 86400, token_hash, false, now()
      from unnest(${accounts.map(({ id }) => id)}::uuid[],
                  ${accounts.map(({ token }) => hashToken(token))}::bytea[]) account (id, token_hash)`.execute(
    db,
  );
  await insertPast(db, accounts);
  return { key, accounts };
}

/** What accounts have that were read a while: runs, and what each reading covered. */
async function insertPast(db: AppContext['db'], accounts: readonly BenchAccount[]): Promise<void> {
  const ids = accounts.map(({ id }) => id);
  await sql`
    insert into sync_runs (id, linked_account_id, organization_id, state, trigger, is_initial, queued_at, started_at, finished_at)
    select gen_random_uuid(), id, organization_id, case when run % 5 = 0 then 'succeeded' else 'unchanged' end, 'schedule', false,
           now() - run * interval '10 minutes', now() - run * interval '10 minutes', now() - run * interval '10 minutes'
      from linked_accounts cross join generate_series(1, 20) run
     where id = any(${ids}::uuid[])`.execute(db);
  await sql`
    insert into model_coverage (linked_account_id, model, is_covered, data_fresh_as_of)
    select id, model, true, now()
      from linked_accounts
     cross join unnest(array['company', 'location', 'group', 'employee', 'employment']) model
     where id = any(${ids}::uuid[])`.execute(db);
}

/** So many people in each of the accounts, with bodies as a sync writes them. */
export async function insertPeople(
  { db }: AppContext,
  accounts: readonly BenchAccount[],
  each: number,
): Promise<void> {
  for (const { id } of accounts) {
    await sql`
      insert into employees (linked_account_id, id, source_key, remote_id, fingerprint, body, sequence, created_at,
             modified_at, employee_number, first_name, last_name, display_full_name, work_email, personal_email,
             name_key, birth_date, job_title, employment_status, employment_type, company_id, manager_id,
             home_location_id, work_location_id, group_ids, start_date)
      select ${id}, id, n::text, n::text, '\\x00', ${sql.raw(BODY)}, n, created_at, created_at, number, 'First' || n,
             'Last' || n, 'First' || n || ' Last' || n, 'person' || n || '@corp.example', 'person' || n || '@home.example',
             'first' || n || ' last' || n, '1980-01-01', 'Engineer', 'ACTIVE', 'FULL_TIME', company, manager, home,
             company, array[team], '2020-01-01'
        from (select n, gen_random_uuid() as id, lpad(n::text, 7, '0') as number, md5(n::text)::uuid as manager,
                     md5('home' || n)::uuid as home, md5('company')::uuid as company, md5('team' || n % 10)::uuid as team,
                     md5('job' || n)::uuid as job,
                     timestamptz '2026-01-01 00:00:00Z' + n * interval '1.000001 seconds' as created_at
                from generate_series(1, ${each}) n) person`.execute(db);
  }
}

const at = (expression: string): string =>
  `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const BODY = `json_build_object('id', id, 'remote_id', n::text, 'created_at', ${at('created_at')}, 'modified_at', ${at('created_at')},
  'remote_was_deleted', false, 'field_mappings', null, 'remote_data', null, 'employee_number', number, 'company', company,
  'first_name', 'First' || n, 'last_name', 'Last' || n, 'preferred_name', null, 'display_full_name', 'First' || n || ' Last' || n,
  'username', null, 'groups', json_build_array(team), 'work_email', 'person' || n || '@corp.example',
  'personal_email', 'person' || n || '@home.example', 'mobile_phone_number', '+15550001234', 'employments', json_build_array(job),
  'home_location', home, 'work_location', company, 'manager', manager, 'team', null, 'pay_group', null, 'ssn', null,
  'gender', 'FEMALE', 'ethnicity', null, 'marital_status', 'SINGLE', 'date_of_birth', '1980-01-01T00:00:00Z',
  'hire_date', '2020-01-01T00:00:00Z', 'start_date', '2020-01-01T00:00:00Z', 'remote_created_at', null,
  'employment_status', 'ACTIVE', 'termination_date', null, 'avatar', null, 'custom_fields', null)`;

/** The same people as a table of their own, a column for each field, as one would write it without stored bodies. */
export async function createPlainTable({ db }: AppContext): Promise<void> {
  const columns = PLAIN_COLUMNS.map(({ name, type }) =>
    type === 'uuid[]'
      ? `array(select json_array_elements_text(body->'${name}'))::uuid[] as ${name}`
      : `(body->>'${name}')::${type} as ${name}`,
  );
  await sql
    .raw(`create table plain_employees as select linked_account_id, ${columns.join(', ')} from employees`)
    .execute(db);
  await sql`alter table plain_employees add primary key (linked_account_id, id)`.execute(db);
  await sql`create index on plain_employees (linked_account_id, created_at, id)`.execute(db);
}

const textColumns = (names: string) => names.split(' ').map((name) => ({ name, type: 'text' as const }));
const uuidColumns = (names: string) => names.split(' ').map((name) => ({ name, type: 'uuid' as const }));
const timeColumns = (names: string) =>
  names.split(' ').map((name) => ({ name, type: 'timestamptz' as const }));

/** Every field of an employee's answer; `field_mappings`, `remote_data` and `custom_fields` are null for all. */
export const PLAIN_COLUMNS = [
  ...uuidColumns('id company home_location work_location manager team pay_group'),
  ...timeColumns(
    'created_at modified_at date_of_birth hire_date start_date remote_created_at termination_date',
  ),
  ...textColumns(
    'remote_id employee_number first_name last_name preferred_name display_full_name username work_email personal_email mobile_phone_number ssn gender ethnicity marital_status employment_status avatar field_mappings remote_data custom_fields',
  ),
  { name: 'remote_was_deleted', type: 'boolean' as const },
  { name: 'groups', type: 'uuid[]' as const },
  { name: 'employments', type: 'uuid[]' as const },
];
