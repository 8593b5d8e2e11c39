import { sql } from 'kysely';
import { Compile } from 'typebox/compile';
import { version } from 'uuid';
import { expect, it } from 'vitest';
import { Company, Employee, Employment, Group, Location } from '../../../src/hris/model/index.ts';
import { people, person, roster } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

const SCHEMAS = {
  company: Company,
  location: Location,
  group: Group,
  employee: Employee,
  employment: Employment,
};

it('brings all five models in, each body as its schema says, related by our ids, and announces each record', async () => {
  const staff = people(3);
  staff[1]!.managerEmail = 'person1@corp.test';
  staff[2]!.street = null;
  staff[0]!.history.push({ date: '2024-05-01', title: 'Lead', rate: 150_000.5 });
  await using world = await SyncWorld.create(roster(staff));
  const run = await world.sync();

  expect(run).toMatchObject({
    state: 'succeeded',
    is_initial: true,
    error_code: null,
    attempt_count: 1,
    lease_until: null,
  });
  expect(run.counts).toEqual({
    company: { added: 1, updated: 0, deleted: 0, unchanged: 0, skipped: 0 },
    location: { added: 3, updated: 0, deleted: 0, unchanged: 0, skipped: 0 },
    group: { added: 1, updated: 0, deleted: 0, unchanged: 0, skipped: 0 },
    employee: { added: 3, updated: 0, deleted: 0, unchanged: 0, skipped: 0 },
    employment: { added: 4, updated: 0, deleted: 0, unchanged: 0, skipped: 0 },
  });
  const all = await world.everything();
  for (const [model, schema] of Object.entries(SCHEMAS)) {
    const check = Compile(schema);
    for (const { body } of all[model]!) {
      expect([...check.Errors(body)], model).toEqual([]);
      expect(Object.keys(body)).toEqual(Object.keys(schema.properties));
    }
  }
  const ann = await world.employee('person1@corp.test');
  const bob = await world.employee('person2@corp.test');
  const cy = await world.employee('person3@corp.test');
  const office = all['location']!.find((record) => record.body['location_type'] === 'WORK')!;
  expect(bob.body).toMatchObject({
    company: all['company']![0]!.id,
    groups: [all['group']![0]!.id],
    work_location: office.id,
    manager: ann.id,
    team: null,
    pay_group: null,
    remote_was_deleted: false,
    remote_data: null,
    date_of_birth: '1962-03-12T00:00:00Z',
  });
  expect(cy.body['home_location']).toBeNull();
  const home = all['location']!.find((record) => record.id === ann.body['home_location'])!;
  expect(home.body).toMatchObject({ street_1: '1 Main Street', location_type: 'HOME' });
  const history = (ann.body['employments'] as string[]).map((id) =>
    all['employment']!.find((one) => one.id === id)!,
  );
  expect(history.map((one) => one.body)).toMatchObject([
    { job_title: 'Engineer', employee: ann.id, effective_date: '2020-01-06T00:00:00Z' },
    { job_title: 'Lead', employee: ann.id, pay_rate: 150_000.5 },
  ]);
  expect(ann.body['created_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  expect(ann.body['modified_at']).toBe(ann.body['created_at']);

  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({
    'company.created': 1,
    'location.created': 3,
    'group.created': 1,
    'employee.created': 3,
    'employment.created': 4,
    'sync.completed': 1,
  });
  const created = events.find((event) => event.data.record?.['id'] === ann.id)!;
  expect(created).toEqual({
    type: 'employee.created',
    data: {
      record: ann.body,
      changes: [],
      linked_account: {
        id: world.scope.linkedAccountId,
        end_user_origin_id: `origin-${world.scope.linkedAccountId}`,
        end_user_organization_name: 'Employer',
        integration: 'fake',
      },
      sequence: 1,
    },
  });
  expect(events.find((event) => event.type === 'sync.completed')!.data.sync_run).toMatchObject({
    id: run.id,
    state: 'succeeded',
    is_initial: true,
    counts: run.counts,
  });
});

it('fills the typed columns that filters and relations read', async () => {
  const staff = [person(1, { workEmail: 'Ann@Corp.Test' }), person(2, { managerEmail: 'ann@corp.test' })];
  staff[0]!.history.push({ date: '2030-01-01', title: 'President', rate: 1 });
  await using world = await SyncWorld.create(roster(staff));
  await world.sync();
  const rows = await world.deps.db.selectFrom('employees').selectAll().orderBy('employee_number').execute();
  const all = await world.everything();
  const group = all['group']![0]!.id;
  expect(rows[0]).toMatchObject({
    employee_number: 'W1',
    first_name: 'First1',
    work_email: 'ann@corp.test',
    name_key: 'first1 last1',
    birth_date: '1961-02-11',
    start_date: '2020-01-06',
    termination_date: null,
    employment_status: 'ACTIVE',
    // The future title is not the current one.
    job_title: 'Engineer',
    employment_type: 'FULL_TIME',
    company_id: all['company']![0]!.id,
    group_ids: [group],
    manager_id: null,
    enum_origins: { gender: 'Female' },
    remote_data: [{ path: '/employee_census', data: { Name: 'First1 Last1', Note: 'as it was' } }],
  });
  expect((rows[0]!.body as { work_email: string }).work_email).toBe('Ann@Corp.Test');
  expect(rows[1]!.manager_id).toBe(rows[0]!.id);
});

it('leaves nothing staged and the account fresh, due again, with the shapes that it accepted', async () => {
  await using world = await SyncWorld.create(roster(people(2)));
  await world.sync();
  expect(await world.countStaged()).toBe(0);
  const account = await world.account();
  expect(account.data_fresh_as_of).not.toBeNull();
  expect(account.source_hash).toHaveLength(32);
  expect(account.source_shapes).toEqual({
    employee_census: { columns: ['Work ID', 'Work Email', 'Name'], endsWithNewline: true },
    work_history: { columns: ['Work ID', 'Work Email', 'Name'], endsWithNewline: true },
  });
  const dueInMs = new Date(account.next_sync_at!).getTime() - world.clock.now().getTime();
  expect(dueInMs).toBeGreaterThanOrEqual(3_600_000);
  expect(dueInMs).toBeLessThanOrEqual(3_600_000 * 1.05);
});

it('refuses an item that does not fit the model before anything is stored, and names the field, not the value', async () => {
  await using world = await SyncWorld.create(roster([person(1, { birthDate: '1990-99-01' })]));
  const run = await world.sync();
  expect(run).toMatchObject({ state: 'failed', error_code: 'report_malformed' });
  expect(run.error_message).toContain('/date_of_birth');
  expect(run.error_message).not.toContain('1990');
  expect(await world.records('employee')).toEqual([]);
});

it('keeps every character of the source, whatever it means to JSON, SQL or COPY', async () => {
  const odd = 'Zoë "Z" \\N \\. \t tab \n line \r end \\u0000 \'; drop table employees; -- 🦊';
  await using world = await SyncWorld.create(roster([person(1, { first: odd, note: odd, department: odd })]));
  const run = await world.sync();
  expect(run.state).toBe('succeeded');
  const { body } = await world.employee('person1@corp.test');
  expect(body['first_name']).toBe(odd);
  expect((await world.records('group'))[0]!.body['name']).toBe(odd);
});

it('refuses a NUL, which no text of Postgres can hold', async () => {
  await using world = await SyncWorld.create(roster([person(1, { first: 'A\0' })]));
  expect(await world.sync()).toMatchObject({ state: 'failed', error_code: 'report_encoding' });
});

it('announces in the order of the models, people and their history after what they point to, and the run at last', async () => {
  await using world = await SyncWorld.create(roster(people(3)));
  await world.sync();
  const { rows } = await sql<{
    id: string;
    type: string;
  }>`select id, type from outbox_events order by id`.execute(world.deps.db);
  expect(rows.map((event) => event.type)).toEqual([
    'company.created',
    ...Array<string>(4).fill('location.created'),
    'group.created',
    ...Array<string>(3).fill('employee.created'),
    ...Array<string>(3).fill('employment.created'),
    'sync.completed',
  ]);
  for (const { id } of rows) {
    expect([version(id), id[19]]).toEqual([7, expect.stringMatching(/[89ab]/)]);
    expect(Math.abs(parseInt(id.replace('-', '').slice(0, 12), 16) - Date.now())).toBeLessThan(60_000);
  }
});
