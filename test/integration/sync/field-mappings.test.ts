import { afterEach, beforeEach, expect, test } from 'vitest';
import { narrowScopes } from '../../../src/accounts/index.ts';
import { COMMAND_LINE } from '../../../src/audit/index.ts';
import { ignorePerson } from '../../../src/erasure/index.ts';
import { changeFieldMapping, createFieldMapping, deleteFieldMapping } from '../../../src/mappings/index.ts';
import { rewriteScopes } from '../../../src/sync/index.ts';
import { findText } from '../../support/find-text.ts';
import { people, person, roster, shape } from './fake-source.ts';
import { killAt, Killed, leaveAsCrashed } from './killed.ts';
import { SyncWorld } from './sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await SyncWorld.create(roster(people(3)));
});
afterEach(() => world[Symbol.asyncDispose]());

const NOTE = { method: 'GET', urlPath: '/employee_census', traversalPath: ['Note'] };
type Source = Partial<typeof NOTE> & { jmesPath?: string };

const map = (source: Source = {}, name = 'note', isOrganizationWide = false) =>
  createFieldMapping(world.deps, world.scope, {
    actor: COMMAND_LINE,
    model: 'Employee',
    target: { name, description: 'What the source notes.', isOrganizationWide },
    source: { ...NOTE, jmesPath: null, ...source },
  });

const setNote = (note: string) => {
  world.source.roster.people[0] = { ...world.source.roster.people[0]!, note };
};

const first = () => world.employee('person1@corp.test');
const mapped = async () => (await first()).body['field_mappings'];
const own = (targets: object) => ({
  organization_defined_targets: {},
  linked_account_defined_targets: targets,
});

/** Carries out the run that waits; there must be one. */
async function workOpenRun() {
  const { id } = await world.deps.db
    .selectFrom('sync_runs')
    .select('id')
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  await world.work(id);
  return await world.run(id);
}

test('a mapping is in every record of its model after the sync that it asks for, and its changes are told', async () => {
  await world.sync();
  expect(await mapped()).toBeNull();
  const before = await first();
  await world.takeEvents();

  await map();
  expect((await workOpenRun()).state).toBe('succeeded');
  const after = await first();
  expect(after.body['field_mappings']).toEqual(own({ note: { value: 'as it was' } }));
  expect(after.sequence).toBe(before.sequence + 1);
  const events = (await world.takeEvents()).filter(({ type }) => type === 'employee.updated');
  expect(events).toHaveLength(3);
  expect(events[0]!.data.changes).toEqual([
    { field: 'field_mappings', before: null, after: own({ note: { value: 'as it was' } }) },
  ]);
  const [employment] = await world.records('employment');
  expect(employment!.body['field_mappings']).toBeNull();
});

test('a mapped value that changes moves the record, and another cell of the source does not', async () => {
  await map({ jmesPath: 'upper(@)' });
  await workOpenRun();
  await world.takeEvents();
  const { body, sequence } = await first();

  setNote('as it is');
  await world.sync();
  const moved = await first();
  expect(moved.sequence).toBe(sequence + 1);
  expect(moved.body['modified_at']).not.toBe(body['modified_at']);
  expect((await world.takeEvents()).filter(({ type }) => type === 'employee.updated')).toHaveLength(1);

  // Remote data is kept in step, and nobody is told.
  setNote('AS IT IS');
  await world.sync();
  expect((await first()).body).toEqual(moved.body);
  expect((await world.takeEvents()).map(({ type }) => type)).toEqual(['sync.completed']);
});

test('a mapping that is changed or deleted takes effect with the sync that it asks for', async () => {
  const { id } = await map();
  await workOpenRun();
  await changeFieldMapping(world.deps, world.scope, id, {
    actor: COMMAND_LINE,
    source: { traversalPath: ['Name'] },
  });
  expect((await workOpenRun()).state).toBe('succeeded');
  expect(await mapped()).toEqual(own({ note: { value: 'First1 Last1' } }));
  await deleteFieldMapping(world.deps, world.scope, id, COMMAND_LINE);
  expect((await workOpenRun()).state).toBe('succeeded');
  expect(await mapped()).toBeNull();
  expect((await world.sync()).state).toBe('unchanged');
});

test('a mapping that comes while a run is at work is in the records after the run that follows', async () => {
  await world.sync();
  setNote('new');
  let isMapped = false;
  world.source.beforeItem = async () => {
    if (isMapped) return;
    isMapped = true;
    await map();
  };
  await world.sync();
  expect(isMapped).toBe(true);
  expect((await workOpenRun()).state).toBe('succeeded');
  expect(await mapped()).toEqual(own({ note: { value: 'new' } }));
  expect((await world.sync()).state).toBe('unchanged');
});

test('a run that goes on from what was staged before a mapping came is followed by one that has it', async () => {
  await world.sync();
  setNote('new');
  const id = await world.request();
  await expect(world.work(id, killAt(world, 'duplicate_claim'))).rejects.toThrow(Killed);
  await leaveAsCrashed(world, id);
  await map();
  const { readings } = world.source;
  await world.work(id);
  expect(await world.run(id)).toMatchObject({ state: 'succeeded', attempt_count: 2 });
  expect(world.source.readings).toBe(readings);
  expect(await mapped()).toBeNull();
  expect((await workOpenRun()).state).toBe('succeeded');
  expect(await mapped()).toEqual(own({ note: { value: 'new' } }));
  expect((await world.sync()).state).toBe('unchanged');
});

test('an expression that fails on some records gives null there, opens an issue and fails no run', async () => {
  world.source.roster.people.push(person(4, { note: '' }));
  const { id } = await map({ traversalPath: [], jmesPath: 'starts_with(Note, Missing)' });
  expect((await workOpenRun()).state).toBe('succeeded');
  expect(await mapped()).toEqual(own({ note: { value: null } }));
  expect(await world.openIssues()).toEqual([
    { code: 'field_mapping_fails', subject: id, error_details: ['4 records'] },
  ]);
  await changeFieldMapping(world.deps, world.scope, id, {
    actor: COMMAND_LINE,
    source: { jmesPath: "starts_with(Note, 'as')" },
  });
  expect(await world.openIssues()).toEqual([]);
  await workOpenRun();
  expect(await mapped()).toEqual(own({ note: { value: true } }));
  expect(await world.openIssues()).toEqual([]);
});

test('fields that a reading could not see are kept, and mapped values are those of the reading', async () => {
  await map();
  await workOpenRun();
  world.source.roster.hidden = { employee: ['personal_email'] };
  setNote('new');
  await world.sync();
  const { body } = await first();
  expect(body['personal_email']).toBe('person1@home.test');
  expect(body['field_mappings']).toEqual(own({ note: { value: 'new' } }));
  const { sequence } = await first();
  await world.sync({ salt: 'other' });
  expect((await first()).sequence).toBe(sequence);
  setNote('newer');
  await world.sync();
  expect(await mapped()).toEqual(own({ note: { value: 'newer' } }));
});

test('a held run waits for a person, and the source is read again once mappings have changed', async () => {
  await world.sync();
  world.source.roster.shapes = [shape('employee_census', { columns: [] }), shape('work_history')];
  const held = await world.sync();
  expect(held.state).toBe('held');
  const { readings } = world.source;
  expect((await world.sync()).state).toBe('unchanged');
  await map();
  expect((await workOpenRun()).state).toBe('held');
  expect(world.source.readings).toBe(readings + 2);
});

test('what scopes take out of the source’s rows is mapped no more, and is nowhere', async () => {
  setNote('quite a telling note');
  await map();
  await workOpenRun();
  setNote('quite another telling note');
  await world.sync();
  expect(await mapped()).toEqual(own({ note: { value: 'quite another telling note' } }));
  const { sequence } = await first();
  const wish = { model: 'Employee', disabledFields: ['gender'], pointer: '/common_models/0' };
  await narrowScopes(world.deps, world.scope, { wishes: [wish], actor: COMMAND_LINE });
  await rewriteScopes(world.deps, world.scope);
  expect(await mapped()).toBeNull();
  expect(await findText(world.deps.db, 'telling note')).toEqual([]);
  await world.takeEvents();
  await world.sync({ salt: 'other' });
  expect(await mapped()).toBeNull();
  expect((await first()).sequence).toBe(sequence);
  expect(await findText(world.deps.db, 'telling note')).toEqual([]);
});

test('who is erased is named by no mapped value of others, before or after the next sync', async () => {
  await map();
  setNote('First2 Last2');
  await workOpenRun();
  setNote('by itself');
  await world.sync();
  setNote('First2 Last2');
  await world.sync();
  expect(await mapped()).toEqual(own({ note: { value: 'First2 Last2' } }));
  const { id: employeeId } = await world.employee('person2@corp.test');
  await ignorePerson(world.deps, world.scope, { employeeId, reason: 'GDPR' }, COMMAND_LINE);
  expect(await mapped()).toEqual(own({ note: { value: null } }));
  expect(await findText(world.deps.db, 'First2 Last2')).toEqual([]);
  await world.sync({ salt: 'other' });
  expect(await mapped()).toEqual(own({ note: { value: null } }));
  expect(await findText(world.deps.db, 'First2 Last2')).toEqual([]);
});
