import { expect, it } from 'vitest';
import type { CapabilityDefinition } from '../../../src/connectors/contract.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import type { SnapshotItem } from '../../../src/hris/snapshot.ts';
import { people, roster, shape } from './fake-source.ts';
import { countTypes, SyncWorld } from './sync-world.ts';

const capability = (
  name: string,
  feeds: CapabilityDefinition['feeds'],
  isRequired = true,
): CapabilityDefinition => ({
  capability: name,
  permissions: [`See ${name}`],
  unlocks: `the ${name}`,
  reason: 'Because.',
  fix: `Tick See ${name}.`,
  isRequired,
  feeds,
});

async function linkedWorld(): Promise<SyncWorld> {
  const world = await SyncWorld.create(roster(people(3)));
  world.source.capabilities = [
    capability('employee_census', ['employee']),
    capability('work_history', ['employment']),
    capability('time_off', ['time_off'], false),
  ];
  world.source.states = { time_off: 'missing' };
  await world.sync();
  await world.takeEvents();
  world.source.probed = [];
  return world;
}

const LOST = {
  alter: (item: SnapshotItem) => (item.model === 'employment' ? undefined : item),
  shapes: [shape('employee_census')],
  tells: {
    coveredModels: ['company', 'location', 'group', 'employee'] as const,
    missingCapabilities: ['work_history'],
  },
};
const lose = (world: SyncWorld) =>
  world.sync({ ...LOST, tells: { ...LOST.tells, coveredModels: [...LOST.tells.coveredModels] } });
const restore = (world: SyncWorld) =>
  world.sync({ alter: null, shapes: [shape('employee_census'), shape('work_history')], tells: {} });

const states = async (world: SyncWorld) => {
  const rows = await world.deps.db.selectFrom('permission_checks').selectAll().execute();
  return Object.fromEntries(rows.map((row) => [row.capability, row.state]));
};

it('tries at first what it knows nothing of, and later only what the reading does not show', async () => {
  await using world = await linkedWorld();
  expect(await states(world)).toEqual({
    employee_census: 'granted',
    work_history: 'granted',
    time_off: 'missing',
  });
  await world.sync({ salt: 'changed' });
  expect(world.source.probed).toEqual(['time_off']);
  expect(await world.openIssues()).toEqual([]);
});

it('tells a lost permission once, by its name, with an issue, and keeps what it fed', async () => {
  await using world = await linkedWorld();
  const before = await world.records('employment');
  const run = await lose(world);
  expect(run.state).toBe('partially_succeeded');
  expect(await world.records('employment')).toEqual(before);
  const events = await world.takeEvents();
  expect(countTypes(events)).toEqual({ 'linked_account.permission_lost': 1, 'sync.completed': 1 });
  expect(events[0]!.data).toMatchObject({
    capability: 'work_history',
    permissions: ['See work_history'],
    feeds: ['employment'],
    linked_account: { id: world.scope.linkedAccountId },
  });
  const issues = await world.deps.db.selectFrom('issues').selectAll().execute();
  expect(issues).toMatchObject([
    { code: 'permission_missing', subject: 'work_history', error_details: ['See work_history'] },
  ]);
  expect(issues[0]!.error_description).toContain('the work_history. Tick See work_history.');

  const again = await world.sync({ salt: 'again' });
  expect(again.state).toBe('partially_succeeded');
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
  expect(await world.openIssues()).toHaveLength(1);
  expect(world.source.probed).not.toContain('work_history');
});

it('recovers by itself, and says so', async () => {
  await using world = await linkedWorld();
  await lose(world);
  await world.takeEvents();
  const run = await restore(world);
  expect(run.state).toBe('succeeded');
  expect(countTypes(await world.takeEvents())).toEqual({
    'linked_account.recovered': 1,
    'sync.completed': 1,
  });
  expect(await world.openIssues()).toEqual([]);
  expect(await states(world)).toMatchObject({ work_history: 'granted' });
  await lose(world);
  expect(countTypes(await world.takeEvents())).toMatchObject({ 'linked_account.permission_lost': 1 });
});

it('notices on an unchanged source too, and asks only for what was not read', async () => {
  await using world = await linkedWorld();
  world.source.states = {};
  const run = await world.sync();
  expect(run.state).toBe('unchanged');
  expect(world.source.probed).toEqual(['time_off']);
  expect(await states(world)).toMatchObject({ time_off: 'granted' });
  world.source.states = { time_off: 'missing' };
  world.source.roster.tells = { coveredModels: ['company', 'location', 'group', 'employee', 'employment'] };
  await world.sync();
  await world.takeEvents();
  world.source.states = {};
  await world.sync();
  expect(countTypes(await world.takeEvents())).toEqual({ 'linked_account.recovered': 1 });
});

it('takes what was never granted and need not be for no loss', async () => {
  await using world = await linkedWorld();
  const run = await world.sync({ salt: 'changed', tells: { missingCapabilities: ['time_off'] } });
  expect(run.state).toBe('succeeded');
  expect(await world.openIssues()).toEqual([]);
  expect(countTypes(await world.takeEvents())).toEqual({ 'sync.completed': 1 });
});

it('takes what was never granted for a loss where the partner requires it', async () => {
  await using world = await linkedWorld();
  await world.deps.db
    .updateTable('linked_accounts')
    .set({ required_capabilities: ['time_off'] })
    .where('id', '=', world.scope.linkedAccountId)
    .execute();
  expect((await world.sync()).state).toBe('unchanged');
  expect(await world.openIssues()).toMatchObject([{ code: 'permission_missing', subject: 'time_off' }]);
  expect(countTypes(await world.takeEvents())).toEqual({ 'linked_account.permission_lost': 1 });
});

it('learns nothing from a probe that could not be made', async () => {
  await using world = await linkedWorld();
  await lose(world);
  await world.takeEvents();
  world.source.beforeProbe = () => {
    throw new ConnectorError('source_unavailable', 'The source is away.');
  };
  const run = await restore(world);
  expect(run.state).toBe('partially_succeeded');
  expect(await states(world)).toMatchObject({ work_history: 'missing', time_off: 'missing' });
  expect(await world.openIssues()).toHaveLength(1);
});

it('names the permission when a run fails for the want of it', async () => {
  await using world = await linkedWorld();
  world.source.beforeSignIn = () => {
    throw new ConnectorError('permission_missing', 'No report is shown.', { subject: 'employee_census' });
  };
  expect(await world.sync()).toMatchObject({ state: 'failed', error_code: 'permission_missing' });
  await world.sync();
  expect(countTypes(await world.takeEvents())).toEqual({
    'linked_account.permission_lost': 1,
    'sync.failed': 1,
  });
  expect(await world.openIssues()).toMatchObject([
    { code: 'permission_missing', subject: 'employee_census' },
  ]);
  world.source.beforeSignIn = () => undefined;
  await world.sync();
  expect(countTypes(await world.takeEvents())).toEqual({
    'linked_account.recovered': 1,
    'sync.completed': 1,
  });
  expect(await world.openIssues()).toEqual([]);
});

it('opens an issue for each notice of the source until a whole reading tells it no more', async () => {
  await using world = await linkedWorld();
  const notice = {
    code: 'contractors_not_covered',
    subject: 'contractors',
    description: 'Some contractors are not in the report.',
    details: ['3 contractors'],
  };
  await world.sync({ tells: { notices: [notice] } });
  expect(await world.openIssues()).toEqual([
    { code: 'contractors_not_covered', subject: 'contractors', error_details: ['3 contractors'] },
  ]);
  expect((await world.sync()).state).toBe('unchanged');
  expect(await world.openIssues()).toHaveLength(1);
  await world.sync({ tells: { notices: [] } });
  expect(await world.openIssues()).toEqual([]);
});

it('tells unknown words by field, shape and count, until they are gone', async () => {
  await using world = await linkedWorld();
  await world.sync({ tells: { unknownWords: [{ field: 'gender', shape: 'Aaaa', count: 2 }] } });
  expect(await world.openIssues()).toEqual([
    { code: 'unknown_words', subject: '', error_details: ['gender: Aaaa (2)'] },
  ]);
  await world.sync({ tells: {} });
  expect(await world.openIssues()).toEqual([]);
});
