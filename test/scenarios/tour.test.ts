import { afterAll, beforeAll, expect, it } from 'vitest';
import { callJson } from '../../src/cli/demo/call-json.ts';
import { ControlHands } from '../../src/cli/demo/control-hands.ts';
import { startDemo, type Demo } from '../../src/cli/demo/start-demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({
    portBase: 43_000,
    clusterName: 'once',
    censusFile: undefined,
    workHistoryFile: undefined,
    logLevel: 'silent',
  });
});
afterAll(() => demo.stop());

const api = <T>(path: string) =>
  callJson<T>(`${demo.apiUrl}${path}`, { headers: { authorization: `Bearer ${demo.apiKey}` } });
const listed = async <T>(path: string): Promise<T[]> => (await api<{ results: T[] }>(path)).results;
const product = <T>(path: string) => callJson<T>(`${demo.partnerUrl}${path}`);
const source = () => new ControlHands(demo.sandboxUrl).state();

/** Plays the next step of the tour, which must say that it went well. */
async function play(title: RegExp): Promise<void> {
  const index = demo.tour.steps().findIndex(({ state }) => state !== 'done');
  await demo.tour.next();
  const step = demo.tour.steps()[index]!;
  expect(step.title).toMatch(title);
  expect([step.state, step.seen]).toEqual(['done', expect.arrayContaining([expect.any(String)])]);
}

interface Received {
  type: string;
  is_verified: boolean;
  data: Record<string, unknown>;
}
const received = () => product<Received[]>('/inbox.json');
async function typesAfter(start: number): Promise<string[]> {
  return (await received()).slice(start).map(({ type }) => type);
}
const rosterIds = async () =>
  (await product<{ employees: { id: string }[] }>('/roster.json')).employees.map(({ id }) => id).sort();
const subjects = async () =>
  (await product<{ messages: { subject: string }[] }>('/mailbox')).messages.map(({ subject }) => subject);
const tasks = async () =>
  (await product<{ tasks: { name: string; kind: string; state: string }[] }>('/tasks.json')).tasks.map(
    ({ name, kind, state }) => `${kind} ${name} ${state}`,
  );
const account = async () =>
  (
    await listed<{ id: string; status: string }>('/api/hris/v1/linked-accounts?end_user_origin_id=employer-1')
  )[0]!;
const runs = async () =>
  listed<{ state: string; released_at: string | null }>(
    `/api/v1/linked-accounts/${(await account()).id}/sync-runs?page_size=100`,
  );
const sessionState = async () => (await listed<{ state: string }>('/api/v1/link-sessions'))[0]?.state;
const PERMISSION = 'View invoices & reporting';

it('plays the whole tour without a person, and each step has happened', async () => {
  await play(/opens the modal on a phone/);
  expect(await sessionState()).toBe('awaiting_consent');

  await play(/One permission is forgotten/);
  const [robot] = (await source()).thirdParties;
  expect(robot!.permissions.length).toBeGreaterThan(2);
  expect(robot!.permissions).not.toContain(PERMISSION);
  expect([await sessionState(), await rosterIds()]).toEqual(['awaiting_permissions', []]);
  expect(await typesAfter(0)).not.toContain('linked_account.linked');

  await play(/the roster arrives/);
  expect((await source()).thirdParties[0]!.permissions).toContain(PERMISSION);
  expect((await account()).status).toBe('COMPLETE');
  expect(await rosterIds()).toHaveLength((await source()).members.length);
  expect((await received()).filter(({ is_verified }) => !is_verified)).toEqual([]);

  let start = (await received()).length;
  await play(/hired who starts later/);
  expect(await typesAfter(start)).toEqual(
    expect.arrayContaining(['employee.created', 'employee.onboarding_scheduled']),
  );
  expect(await tasks()).toContain('Onboarding Odalys Wren to come');
  expect(await subjects()).toContain('Onboarding of Odalys Wren: the first day is tomorrow');

  start = (await received()).length;
  await play(/taken back/);
  const types = await typesAfter(start);
  const [scheduled, canceled] = ['offboarding_scheduled', 'offboarding_canceled'].map((type) =>
    types.indexOf(`employee.${type}`),
  );
  expect([scheduled! >= 0, canceled! > scheduled!]).toEqual([true, true]);
  const off = (await tasks()).find((task) => task.startsWith('Offboarding') && task.endsWith('canceled'))!;
  const name = off.slice('Offboarding '.length, -' canceled'.length);
  expect((await subjects()).filter((subject) => subject.includes(name))).toEqual([]);

  start = (await received()).length;
  const before = await rosterIds();
  await play(/empty report/);
  expect(await rosterIds()).toEqual(before);
  expect((await runs()).map(({ state }) => state)).toEqual(expect.arrayContaining(['failed', 'held']));
  expect((await typesAfter(start)).filter((type) => !/^(sync|issue)\./.test(type))).toEqual([]);

  start = (await received()).length;
  await play(/released/);
  expect((await runs()).filter(({ released_at }) => released_at !== null)).toHaveLength(1);
  expect((await typesAfter(start)).filter((type) => type === 'employee.deleted').length).toBeGreaterThan(10);
  expect(await rosterIds()).toEqual(before);

  start = (await received()).length;
  await play(/lost and comes back/);
  const told = (await typesAfter(start)).filter((type) => type.startsWith('linked_account.'));
  expect(told).toEqual(['linked_account.permission_lost', 'linked_account.recovered']);
  const open = await listed<{ code: string }>('/api/v1/issues?status=ONGOING&page_size=100');
  expect(open.filter(({ code }) => code === 'permission_missing')).toEqual([]);
  expect(await rosterIds()).toEqual(before);

  expect(demo.tour.steps().every(({ state }) => state === 'done')).toBe(true);
}, 120_000);
