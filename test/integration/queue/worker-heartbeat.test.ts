import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { AppContext } from '../../../src/app-context.ts';
import { startWorker } from '../../../src/jobs/worker.ts';
import { newId } from '../../../src/lib/ids.ts';
import { insertAccount } from '../../support/rows.ts';
import { startWholeService, type WholeService } from '../../support/whole-service.ts';

const DEAD_AFTER_SECONDS = 2;
const POOLS = 2;
const WAIT_MS = 20_000;

async function startLoggingService(lines: string[]): Promise<WholeService> {
  return await startWholeService({
    companySize: 3,
    usesSystemClock: true,
    onLogLine: (line) => lines.push(line),
    environment: {
      MUSTER_WORKER_DEAD_AFTER_SECONDS: String(DEAD_AFTER_SECONDS),
      MUSTER_WORKER_TICK_SECONDS: '1',
    },
  });
}

const find = (lines: readonly string[], event: string): string[] =>
  lines.filter((line) => line.includes(`"${event}"`));

/** Of the pools that have beaten: how many beat lately, and for how long they have been seen. */
async function readPulse({ db }: AppContext, startedAt: string) {
  const { rows } = await sql<{ living: number; seconds: number }>`
    select count(*) filter (where seen_at > now() - make_interval(secs => ${DEAD_AFTER_SECONDS}))::int as living,
           coalesce(extract(epoch from max(seen_at) - ${startedAt}::timestamptz), 0)::float8 as seconds
      from worker_heartbeats`.execute(db);
  return rows[0]!;
}

it('says in its log how many dead pools it has found, once', async () => {
  const lines: string[] = [];
  await using service = await startLoggingService(lines);
  const { db } = service.context;
  await sql`
    insert into worker_heartbeats (pool_id, seen_at)
    values ('first of the dead', now() - interval '1 minute'), ('second of the dead', now() - interval '1 minute')`.execute(
    db,
  );
  const worker = startWorker(service.context);
  await expect.poll(() => find(lines, 'dead_workers_swept'), { timeout: WAIT_MS }).toHaveLength(1);
  const left = await db.selectFrom('worker_heartbeats').select('pool_id').execute();
  await worker.stop();
  const [line] = find(lines, 'dead_workers_swept');
  expect(JSON.parse(line!)).toMatchObject({ dead_pools: 2 });
  expect(left.map(({ pool_id }) => pool_id).filter((id) => id.includes('dead'))).toEqual([]);
  expect(find(lines, 'dead_workers_swept')).toHaveLength(1);
});

it('takes up by itself a run that nobody is at and that has no job', async () => {
  const lines: string[] = [];
  await using service = await startLoggingService(lines);
  const { db } = service.context;
  const { organizationId, linkedAccountId } = await insertAccount(db);
  const id = newId();
  await sql`
    insert into sync_runs (id, linked_account_id, organization_id, state, trigger, is_initial, lease_until, enqueued_at)
    values (${id}, ${linkedAccountId}, ${organizationId}, 'running', 'schedule', true, now() - interval '1 second',
            now() - interval '1 hour')`.execute(db);
  await sql`update linked_accounts set status = 'RELINK_NEEDED'`.execute(db);
  const worker = startWorker(service.context);
  const readState = async () =>
    (await db.selectFrom('sync_runs').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
  await expect.poll(readState, { timeout: WAIT_MS }).toBe('failed');
  await worker.stop();
  expect(find(lines, 'lost_runs_swept')).toHaveLength(1);
});

it('looks alive, and sweeps on, while a step of its clock hangs for longer than the dead are silent', async () => {
  const lines: string[] = [];
  await using service = await startLoggingService(lines);
  const { db } = service.context;
  const hanging = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const context: AppContext = {
    ...service.context,
    synchroniseClock: () => {
      begun.resolve();
      return hanging.promise;
    },
  };
  const { rows } = await sql<{ now: string }>`select now() as now`.execute(db);
  const startedAt = rows[0]!.now;
  const worker = startWorker(context);
  await begun.promise;
  await expect
    .poll(async () => (await readPulse(context, startedAt)).seconds, { timeout: WAIT_MS, interval: 100 })
    .toBeGreaterThan(DEAD_AFTER_SECONDS * 2);
  expect((await readPulse(context, startedAt)).living).toBe(POOLS);
  expect(find(lines, 'dead_workers_swept')).toEqual([]);

  await sql`insert into worker_heartbeats (pool_id, seen_at) values ('dead', now() - interval '1 minute')`.execute(
    db,
  );
  await expect.poll(() => find(lines, 'dead_workers_swept'), { timeout: WAIT_MS }).toHaveLength(1);
  hanging.resolve();
  await worker.stop();
});
