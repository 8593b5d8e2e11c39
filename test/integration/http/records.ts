import { sql } from 'kysely';
import type { AppContext } from '../../../src/app-context.ts';
import { sealedFieldName } from '../../../src/hris/sensitive-fields.ts';
import { newId } from '../../../src/lib/ids.ts';

type Fields = Record<string, unknown>;

interface Seed {
  linkedAccountId: string;
  id?: string;
  createdAt?: string;
  modifiedAt?: string;
  isDeleted?: boolean;
  remoteId?: string | null;
  body?: Fields;
  columns?: Fields;
  remoteData?: unknown;
  enumOrigins?: Record<string, string>;
}

const EMPTY: Record<string, Fields> = {
  companies: { legal_name: null, display_name: null, eins: null },
  locations: {
    name: null,
    phone_number: null,
    street_1: null,
    street_2: null,
    city: null,
    state: null,
    zip_code: null,
    country: null,
    location_type: null,
  },
  groups: { parent_group: null, name: null, type: null, is_commonly_used_as_team: null },
  employees: {
    employee_number: null,
    company: null,
    first_name: null,
    last_name: null,
    preferred_name: null,
    display_full_name: null,
    username: null,
    groups: [],
    work_email: null,
    personal_email: null,
    mobile_phone_number: null,
    employments: [],
    home_location: null,
    work_location: null,
    manager: null,
    team: null,
    pay_group: null,
    ssn: null,
    gender: null,
    ethnicity: null,
    marital_status: null,
    date_of_birth: null,
    hire_date: null,
    start_date: null,
    remote_created_at: null,
    employment_status: null,
    termination_date: null,
    avatar: null,
    custom_fields: null,
  },
  employments: {
    employee: null,
    job_title: null,
    pay_rate: null,
    pay_period: null,
    pay_frequency: null,
    pay_currency: null,
    pay_group: null,
    flsa_status: null,
    effective_date: null,
    employment_type: null,
  },
};

Object.assign(EMPTY, {
  teams: { name: null, parent_team: null },
  pay_groups: { pay_group_name: null },
  payroll_runs: { run_state: null, run_type: null, start_date: null, end_date: null, check_date: null },
  employee_payroll_runs: {
    employee: null,
    payroll_run: null,
    gross_pay: null,
    net_pay: null,
    start_date: null,
    end_date: null,
    check_date: null,
    earnings: null,
    deductions: null,
    taxes: null,
  },
  time_off: {
    employee: null,
    approver: null,
    status: null,
    employee_note: null,
    units: null,
    amount: null,
    request_type: null,
    start_time: null,
    end_time: null,
  },
  time_off_balances: { employee: null, balance: null, used: null, policy_type: null },
} satisfies Record<string, Fields>);

/** One stored record, as a sync would leave it. Gives its id. */
export async function insertRecord(
  context: AppContext,
  table: keyof typeof EMPTY,
  seed: Seed,
): Promise<string> {
  const id = seed.id ?? newId();
  const createdAt = seed.createdAt ?? '2026-11-20T10:00:00.000001Z';
  const modifiedAt = seed.modifiedAt ?? createdAt;
  const body = {
    id,
    remote_id: seed.remoteId ?? null,
    created_at: createdAt,
    modified_at: modifiedAt,
    remote_was_deleted: seed.isDeleted ?? false,
    field_mappings: null,
    remote_data: null,
    ...EMPTY[table],
    ...seed.body,
  };
  const row: Fields = {
    linked_account_id: seed.linkedAccountId,
    id,
    source_key: id,
    remote_id: seed.remoteId ?? null,
    fingerprint: Buffer.from('f'),
    body: JSON.stringify(body),
    remote_data: seed.remoteData === undefined ? null : JSON.stringify(seed.remoteData),
    enum_origins: seed.enumOrigins ? JSON.stringify(seed.enumOrigins) : null,
    remote_was_deleted: seed.isDeleted ?? false,
    sequence: 1,
    created_at: createdAt,
    modified_at: modifiedAt,
    ...seed.columns,
  };
  await context.db
    .insertInto(table as 'employees')
    .values(row as never)
    .execute();
  return id;
}

/** A Social Security number, as a sync leaves it beside its person. */
export async function insertSsn(
  { db, vault }: AppContext,
  person: { linkedAccountId: string; id: string },
  ssn: string,
): Promise<void> {
  const { linkedAccountId, id } = person;
  const sealer = await vault.openSealer(db, { linkedAccountId });
  const name = sealedFieldName('employee', 'ssn');
  await db
    .insertInto('sealed_fields')
    .values({
      linked_account_id: linkedAccountId,
      model: 'employee',
      record_id: id,
      field: 'ssn',
      sealed: sealer.seal(name, ssn),
      fingerprint: sealer.fingerprint(name, ssn),
    })
    .execute();
}

export async function insertRun(
  context: AppContext,
  tenant: { organizationId: string; linkedAccountId: string },
  run: Fields,
): Promise<void> {
  await context.db
    .insertInto('sync_runs')
    .values({
      id: newId(),
      linked_account_id: tenant.linkedAccountId,
      organization_id: tenant.organizationId,
      trigger: 'schedule',
      is_initial: false,
      ...run,
    } as never)
    .execute();
}

export async function setFreshAsOf(context: AppContext, linkedAccountId: string, at: string): Promise<void> {
  await sql`update linked_accounts set data_fresh_as_of = ${at}::timestamptz where id = ${linkedAccountId}`.execute(
    context.db,
  );
}
