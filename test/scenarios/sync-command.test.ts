import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import { APP } from '../../src/sandbox/justworks/test-support/partner-client.ts';
import { startCommand } from '../support/command.ts';
import { LinkedRoster } from '../support/linked-roster.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

let world: LinkedRoster;
let account: string;
beforeAll(async () => {
  world = await LinkedRoster.start('oauth', { usesSystemClock: true });
  account = world.employer.linkedAccountId;
  // News of the source would start runs of their own: with another secret they are refused.
  world.control.registerOAuthApp({ clientId: APP.clientId, webhookSecret: 'another secret' });
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

async function sync(...args: string[]) {
  const command = startCommand(['sync', ...args], world.service.environment);
  const code = await command.ended;
  return { code, stdout: command.stdout(), stderr: command.stderr() };
}

const runs = () =>
  world.service.context.db
    .selectFrom('sync_runs')
    .select(['id', 'trigger', 'state'])
    .orderBy('queued_at', 'desc')
    .execute();

it('asks for one run, says which, and that a worker is missing', async () => {
  const before = (await runs()).length;
  const first = await sync('--account', account);
  expect(first.code).toBe(0);
  expect(first.stderr).toContain('muster worker');
  const [id, state, run] = first.stdout.trim().split('\t');
  expect([id, state]).toEqual([account, 'queued']);
  expect((await runs())[0]).toEqual({ id: run, trigger: 'request', state: 'queued' });
  const again = await sync('--account', account, '--wait');
  expect([again.code, again.stdout]).toEqual([1, '']);
  expect(again.stderr).toContain('muster worker');
  expect(await runs()).toHaveLength(before + 1);
}, 120_000);

it('knows no account that is not there, is not linked, or is another organization’s', async () => {
  expect(await sync('--account', newId())).toMatchObject({ code: 1, stdout: '' });
  expect(await sync('--account', account, '--organization', newId())).toMatchObject({ code: 1, stdout: '' });
  expect(await sync('--account', 'junk')).toMatchObject({ code: 1, stdout: '' });
  const nobody = await sync();
  expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('--all')]);
}, 120_000);

it('waits beside a running worker, shows the steps and the counts; a held run is code 2, a failed one 1', async () => {
  const worker = startWorkerProcess(world.service.environment);
  onTestFinished(() => worker.kill());
  const { db } = world.service.context;
  await expect
    .poll(() => db.selectFrom('worker_heartbeats').select('pool_id').execute(), { timeout: 30_000 })
    .not.toEqual([]);
  await expect.poll(async () => (await runs())[0]!.state, { timeout: 60_000 }).toBe('unchanged');
  world.hire('Abelard');
  const changed = await sync('--account', account, '--wait');
  expect(changed.stderr).toBe('');
  expect(changed.code).toBe(0);
  for (const step of [/queued/, /read: \d+ rows staged/, /succeeded; .*employee \+1 ~\d+ -0/]) {
    expect(changed.stdout).toMatch(step);
  }
  const all = await sync('--all', '--wait');
  expect([all.code, all.stdout]).toEqual([0, expect.stringContaining('1 of 1 done, 0 failed, 0 held')]);

  const { members } = world.control.state();
  for (const member of members.slice(0, Math.ceil(members.length * 0.6))) {
    world.control.removeEmployee(member.id);
  }
  const held = await sync('--account', account, '--wait');
  expect([held.code, held.stdout + held.stderr]).toEqual([2, expect.stringContaining('held')]);

  world.control.addFault({ fault: 'status_429', path: '/v1/members', retryAfter: 1800 });
  const failed = await sync('--account', account, '--wait');
  expect([failed.code, failed.stdout + failed.stderr]).toEqual([1, expect.stringContaining('rate_limited')]);
  const later = await sync('--account', account, '--wait');
  expect([later.code, later.stderr]).toEqual([1, expect.stringMatching(/source_asked_to_wait.*due 20/)]);
}, 240_000);
