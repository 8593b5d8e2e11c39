import { afterEach, beforeEach, expect, it } from 'vitest';
import { startCommand } from '../support/command.ts';
import {
  linkEmployer,
  listAll,
  startWholeService,
  syncNow,
  type LinkedEmployer,
  type WholeService,
} from '../support/whole-service.ts';

let service: WholeService;
let employer: LinkedEmployer;
let goodRoster: Record<string, unknown>[];

beforeEach(async () => {
  service = await startWholeService();
  employer = await linkEmployer(service);
  goodRoster = await listAll(service, employer, 'employees');
  service.receiver.clear();
});
afterEach(() => service[Symbol.asyncDispose]());

/** What an operator reads in the terminal. */
async function runCommand(args: string[]): Promise<string> {
  const command = startCommand(args, service.environment);
  expect(await command.ended, command.stderr()).toBe(0);
  return command.stdout();
}

interface Change {
  model: string;
  action: string;
  record: { id: string };
}

const typesReceived = () => service.receiver.events.map((event) => event.type);
const peopleIds = async () => (await listAll(service, employer, 'employees')).map(({ id }) => id);
const runUrl = (id: string) => `/api/v1/linked-accounts/${employer.linkedAccountId}/sync-runs/${id}`;
const release = (id: string) =>
  service.api<{ state: string; errors?: { problem_type: string }[] }>(
    'POST',
    `/api/v1/sync-runs/${id}/release`,
  );

/** The source loses half of its people; the partner is told, and gives the run that it is told of. */
async function holdRun(): Promise<string> {
  service.sandbox.control.addFault({ fault: 'missing_rows', ratio: 0.5 });
  await syncNow(service, employer);
  const held = service.receiver.events.filter((event) => event.type === 'sync.held');
  expect(held).toHaveLength(1);
  expect(await listAll(service, employer, 'employees')).toEqual(goodRoster);
  return (held[0]!.data['sync_run'] as { id: string }).id;
}

async function listChanges(id: string): Promise<Change[]> {
  const changes: Change[] = [];
  let next: string | null = null;
  do {
    const cursor: string = next === null ? '' : `&cursor=${next}`;
    const { body } = await service.api<{ next: string | null; results: Change[] }>(
      'GET',
      `${runUrl(id)}/changes?page_size=5${cursor}`,
    );
    changes.push(...body.results);
    next = body.next;
  } while (next !== null);
  return changes;
}

const toTold = ({ model, action, record }: Change) => `${model}.${action} ${record.id}`;

it('shows what a held run would do, and does exactly that once it is released', async () => {
  const id = await holdRun();
  const shown = await listChanges(id);
  const gone = shown.filter(({ model, action }) => model === 'employee' && action === 'deleted');
  expect(gone.length).toBeGreaterThan(0);
  expect(JSON.stringify(shown)).not.toMatch(/"ssn": ?"/);
  const { body: before } = await service.api<{ state: string; findings: { code: string }[] }>(
    'GET',
    runUrl(id),
  );
  expect(before).toMatchObject({ state: 'held', findings: [{ code: 'too_many_removed' }] });

  service.receiver.clear();
  expect(await release(id)).toMatchObject({ status: 202, body: { state: 'queued' } });
  await service.drain();
  const told = service.receiver.events.filter((event) => event.data['record'] !== undefined);
  const records = told
    .filter(({ type }) => /\.(created|updated|deleted)$/.test(type))
    .map(({ type, data }) => `${type} ${(data['record'] as { id: string }).id}`);
  expect(records.sort()).toEqual(shown.map(toTold).sort());
  expect(
    typesReceived()
      .filter((type) => type.startsWith('sync.'))
      .sort(),
  ).toEqual(['sync.completed', 'sync.released']);
  const goneIds = gone.map(({ record }) => record.id);
  expect((await peopleIds()).sort()).toEqual(
    goodRoster
      .map((one) => one['id'])
      .filter((one) => !goneIds.includes(one as string))
      .sort(),
  );
  expect((await listChanges(id)).map(toTold).sort()).toEqual(shown.map(toTold).sort());
  const { body: issues } = await service.api<{ results: { code: string }[] }>(
    'GET',
    '/api/v1/issues?status=ONGOING',
  );
  expect(issues.results.map(({ code }) => code)).not.toContain('sync_held');
});

it('is not released once the source was found to be another', async () => {
  const id = await holdRun();
  service.receiver.clear();
  const [member] = service.sandbox.control.state().members;
  service.sandbox.control.editEmployee(member!.id, { cellPhone: '(212) 555-0142' });
  service.sandbox.control.addFault({ fault: 'missing_rows', ratio: 0.7 });
  await syncNow(service, employer);
  const refused = await release(id);
  expect([refused.status, refused.body.errors?.[0]?.problem_type]).toEqual([409, 'run_not_held']);
  const { body } = await service.api<{ state: string; superseded_by: string }>('GET', runUrl(id));
  expect(body.state).toBe('superseded');
  expect((await listChanges(body.superseded_by)).length).toBeGreaterThan(0);
});

it('is superseded by itself when the source is whole again', async () => {
  const id = await holdRun();
  service.receiver.clear();
  service.sandbox.control.clearFaults();
  await syncNow(service, employer);
  const { body } = await service.api<{ state: string }>('GET', runUrl(id));
  expect(body.state).toBe('superseded');
  expect(await listAll(service, employer, 'employees')).toEqual(goodRoster);
  expect(typesReceived()).toEqual([]);
});

it('is discarded on the command line, and the same source is left alone from then on', async () => {
  const id = await holdRun();
  service.receiver.clear();
  const listed = await runCommand(['runs', '--account', employer.linkedAccountId, '--state', 'held']);
  expect(listed).toContain(id);
  const shown = await runCommand(['run', 'show', id]);
  expect(shown).toMatch(/finding\ttoo_many_removed/);
  expect(shown).toMatch(/change\tdeleted\temployee/);
  for (const one of goodRoster) expect(shown).not.toContain(String(one['last_name']));
  expect(await runCommand(['run', 'discard', id])).toMatch(/state\tdiscarded/);
  await syncNow(service, employer);
  expect(typesReceived()).toEqual(['sync.discarded']);
  expect(await listAll(service, employer, 'employees')).toEqual(goodRoster);
}, 90_000);

it('is released on the command line, once', async () => {
  const id = await holdRun();
  const people = (await peopleIds()).length;
  expect(await runCommand(['run', 'release', id])).toMatch(/state\tqueued/);
  await service.drain();
  expect(await runCommand(['run', 'show', id])).toMatch(/state\tsucceeded/);
  expect((await peopleIds()).length).toBeLessThan(people);
  expect(await runCommand(['run', 'release', id])).toMatch(/state\tsucceeded/);
}, 90_000);
