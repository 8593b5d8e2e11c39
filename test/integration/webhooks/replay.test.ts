import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addMs, DAY_MS, HOUR_MS, SECOND_MS } from '../../../src/lib/duration.ts';
import {
  continueReplay,
  deliverDue,
  dispatchOutbox,
  getReplay,
  nextDueAt,
  replay,
  sweepReplays,
  testEndpoint,
  updateEndpoint,
} from '../../../src/webhooks/index.ts';
import { answerStatus, startReceiver, type Receiver } from './receiver.ts';
import { addEndpoint, announce, createWorld, deliveriesOf, insertOrganization, type World } from './setup.ts';

let receiver: Receiver;
let world: World;
let endpointId: string;

beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({
    allowedPrivateHosts: [receiver.host],
    settings: { perEndpointConcurrency: 1 },
  });
  endpointId = (await addEndpoint(world, `${receiver.origin}/hooks`)).id;
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const since = () => addMs(world.clock.now(), -HOUR_MS);
const replayNow = (which: 'failed' | 'all', more: object = {}) =>
  replay(world, world.organizationId, endpointId, { since: since(), which, ...more });
const setStatus = (status: 'enabled' | 'disabled') =>
  updateEndpoint(world, world.organizationId, endpointId, { status });

/** Ids in the order in which they came. */
async function deliverAndRead(): Promise<unknown[]> {
  const before = receiver.requests.length;
  await deliverDue(world);
  return receiver.requests.slice(before).map((request) => request.headers['webhook-id']);
}

/** Without ten attempts for each. */
const endAllAsFailed = () =>
  sql`with unsent as (delete from pending_deliveries)
      update webhook_deliveries set state = 'failed', attempt_count = 10, finished_at = now()
       where state = 'pending'`.execute(world.db);

describe('what never succeeded', () => {
  it('is sent again in the order of the events, with the same webhook-ids, and so is what was missed while disabled', async () => {
    const early = await announce(world, 3);
    await endAllAsFailed();
    const arrived = await announce(world, 2);
    expect(await deliverAndRead()).toEqual(arrived);
    await setStatus('disabled');
    const missed = await announce(world, 3);
    await setStatus('enabled');
    const late = await announce(world, 2);
    await endAllAsFailed();

    expect(await replayNow('failed')).toMatchObject({
      state: 'done',
      event_count: 10,
      queued_count: 8,
      pending_count: 0,
    });
    expect(await deliverAndRead()).toEqual([...early, ...missed, ...late]);
    expect(await deliveriesOf(world, { state: 'succeeded' })).toHaveLength(10);
    expect(await replayNow('failed')).toMatchObject({ queued_count: 0, pending_count: 0 });
  });

  it('gets the whole schedule of attempts once more', async () => {
    await announce(world, 1);
    await endAllAsFailed();
    await replayNow('failed');
    receiver.answer('/hooks', answerStatus(500));
    await deliverDue(world);
    const [delivery] = await deliveriesOf(world);
    expect(delivery).toMatchObject({ state: 'pending', attempt_count: 11 });
    const waitMs = new Date((await nextDueAt(world))!).getTime() - world.clock.now().getTime();
    expect(waitMs).toBe(5 * SECOND_MS);
  });

  it('is not doubled while it is about to be sent', async () => {
    const ids = await announce(world, 4);
    expect(await replayNow('failed')).toMatchObject({ event_count: 4, queued_count: 0, pending_count: 4 });
    expect(await replayNow('all')).toMatchObject({ queued_count: 0, pending_count: 4 });
    expect(await deliverAndRead()).toEqual(ids);
  });

  it('is only what the endpoint takes, and of the types that are asked for', async () => {
    await updateEndpoint(world, world.organizationId, endpointId, {
      eventFilter: ['employee.*', 'group.created'],
    });
    await setStatus('disabled');
    await announce(world, 1, 'location.created');
    await announce(world, 1, 'employee.updated');
    const [wanted] = await announce(world, 1, 'group.created');
    await setStatus('enabled');
    expect(await replayNow('failed', { eventTypes: ['group.*'] })).toMatchObject({ queued_count: 1 });
    expect(await deliverAndRead()).toEqual([wanted]);
  });

  it('is nothing of the time before the endpoint, and no other endpoint’s test', async () => {
    await announce(world, 2);
    const fresh = await addEndpoint(world, `${receiver.origin}/fresh`);
    await sql`update webhook_endpoints set created_at = now() where id = ${fresh.id}`.execute(world.db);
    await testEndpoint(world, world.organizationId, endpointId);
    const input = { since: since(), which: 'failed' as const };
    expect(await replay(world, world.organizationId, fresh.id, input)).toMatchObject({
      event_count: 0,
      queued_count: 0,
    });
  });
});

it('all means what succeeded too, with the same webhook-ids', async () => {
  const ids = await announce(world, 3);
  expect(await deliverAndRead()).toEqual(ids);
  expect(await replayNow('all')).toMatchObject({ queued_count: 3 });
  expect(await deliverAndRead()).toEqual(ids);
});

describe('the time', () => {
  it('goes 14 days back and no further', async () => {
    const limit = addMs(world.clock.now(), -14 * DAY_MS);
    await expect(replayNow('all', { since: addMs(limit, -1) })).rejects.toMatchObject({
      code: 'replay_too_far_back',
      message: expect.stringContaining('14 days'),
    });
    expect(await replayNow('all', { since: limit })).toMatchObject({ state: 'done', event_count: 0 });
  });

  it('ends before `until`', async () => {
    await announce(world, 1);
    await endAllAsFailed();
    const { rows } = await sql<{ at: string }>`select occurred_at::text as at from outbox_events`.execute(
      world.db,
    );
    const until = new Date(Math.floor(Date.parse(rows[0]!.at.replace(' ', 'T').replace('+00', 'Z'))));
    expect(await replayNow('failed', { until })).toMatchObject({ queued_count: 0 });
    expect(await replayNow('failed', { until: addMs(until, 1) })).toMatchObject({ queued_count: 1 });
    await expect(replayNow('failed', { until: since() })).rejects.toMatchObject({
      code: 'replay_range_empty',
    });
  });
});

it('is refused for a disabled endpoint, unknown types and other organizations', async () => {
  await expect(replayNow('all', { eventTypes: ['nothing.*'] })).rejects.toMatchObject({
    code: 'event_type_unknown',
  });
  const other = await insertOrganization(world.db);
  const input = { since: since(), which: 'all' as const };
  await expect(replay(world, other, endpointId, input)).rejects.toMatchObject({ kind: 'not_found' });
  const { id } = await replayNow('all');
  await expect(getReplay(world, other, id)).rejects.toMatchObject({ kind: 'not_found' });
  await setStatus('disabled');
  await expect(replayNow('all')).rejects.toMatchObject({ code: 'endpoint_disabled' });
});

describe('a long time', () => {
  beforeEach(async () => {
    await sql`
      insert into outbox_events (id, organization_id, type, data, occurred_at)
      select gen_random_uuid(), ${world.organizationId}, 'employee.created', '{}', now() from generate_series(1, 3500)`.execute(
      world.db,
    );
    await dispatchOutbox(world);
    await endAllAsFailed();
  });

  it('is begun at once and gone on with by whoever comes, each event once', async () => {
    const begun = await replayNow('failed');
    expect(begun).toMatchObject({ state: 'running', event_count: 2000, queued_count: 2000 });
    await Promise.all(Array.from({ length: 4 }, () => sweepReplays(world)));
    await continueReplay(world, begun.id);
    expect(await getReplay(world, world.organizationId, begun.id)).toMatchObject({
      state: 'done',
      event_count: 3500,
      queued_count: 3500,
      finished_at: expect.stringMatching(/Z$/),
    });
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from webhook_deliveries d join pending_deliveries p on p.delivery_id = d.id
       where d.state = 'pending' and d.attempts_before = 10`.execute(world.db);
    expect(rows[0]!.count).toBe(3500);
  });

  it('a batch that is rolled back is done again from where it was', async () => {
    const { id } = await replayNow('failed');
    await sql`alter table webhook_deliveries add constraint broken check (state <> 'pending') not valid`.execute(
      world.db,
    );
    await expect(continueReplay(world, id)).rejects.toThrow('broken');
    expect(await getReplay(world, world.organizationId, id)).toMatchObject({ event_count: 2000 });
    await sql`alter table webhook_deliveries drop constraint broken`.execute(world.db);
    await continueReplay(world, id);
    expect(await getReplay(world, world.organizationId, id)).toMatchObject({ queued_count: 3500 });
  });
});
