import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import {
  createEndpoint,
  deleteEndpoint,
  deliverDue,
  dispatchOutbox,
  getEndpoint,
  listDeliveries,
  listEndpoints,
  redeliver,
  testEndpoint,
  updateEndpoint,
} from '../../../src/webhooks/index.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import {
  addEndpoint,
  announce,
  createWorld,
  CURSOR_KEY,
  deliveriesOf,
  insertOrganization,
  type World,
} from './setup.ts';

let receiver: Receiver;
let world: World;

beforeEach(async () => {
  receiver = await startReceiver();
  world = await createWorld({ allowedPrivateHosts: [receiver.host] });
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const url = 'https://partner.example.com/hooks';

describe('creation', () => {
  it('gives the endpoint with its secret, which no later answer and no column shows', async () => {
    const { secret, ...created } = await createEndpoint(world, world.organizationId, {
      url,
      description: 'Main',
    });
    expect(secret).toMatch(/^whsec_.{44}$/);
    expect(created).toEqual({
      id: created.id,
      url,
      description: 'Main',
      event_filter: ['*'],
      format: 'standard',
      payload: 'full',
      linked_account_ids: null,
      custom_header_names: [],
      status: 'enabled',
      disabled_reason: null,
      failing_since: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      modified_at: created.created_at,
    });
    expect(await getEndpoint(world, world.organizationId, created.id)).toEqual(created);
    expect(await listEndpoints(world, world.organizationId)).toEqual([created]);
    const { rows } = await sql<{ clear: boolean }>`
      select position(${Buffer.from(secret)}::bytea in sealed) > 0 as clear from webhook_endpoint_secrets`.execute(
      world.db,
    );
    expect(rows).toEqual([{ clear: false }]);
  });

  it.each([
    [{ url: 'http://partner.example.com' }, 'url_not_https', '/url'],
    [{ url: 'https://10.0.0.1' }, 'url_address_refused', '/url'],
    [{ url: 'https://partner.example.com:5432' }, 'url_port_refused', '/url'],
    [{ url, eventFilter: ['employee.*', 'employe.created'] }, 'event_type_unknown', '/event_filter/1'],
    [{ url, eventFilter: [] }, 'event_filter_empty', '/event_filter'],
  ])('refuses %j', async (input, code, pointer) => {
    await expect(createEndpoint(world, world.organizationId, input)).rejects.toMatchObject({
      kind: 'invalid_input',
      code,
      pointer,
    });
    expect(await listEndpoints(world, world.organizationId)).toEqual([]);
  });

  it('stops at fifty, also when they come at once', async () => {
    for (let n = 0; n < 48; n += 1) await addEndpoint(world, url);
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => addEndpoint(world, url)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(2);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({
      kind: 'conflict',
      code: 'too_many_endpoints',
    });
  });
});

describe('change', () => {
  it('leaves what is not named', async () => {
    const { id } = await addEndpoint(world, url);
    const created = await getEndpoint(world, world.organizationId, id);
    world.clock.advance(1000);
    const changed = await updateEndpoint(world, world.organizationId, created.id, {
      eventFilter: ['sync.*'],
    });
    expect(changed).toEqual({ ...created, event_filter: ['sync.*'], modified_at: changed.modified_at });
    expect(changed.modified_at > created.modified_at).toBe(true);
  });

  it('disables and enables', async () => {
    const { id } = await addEndpoint(world, url);
    expect(await updateEndpoint(world, world.organizationId, id, { status: 'disabled' })).toMatchObject({
      status: 'disabled',
      disabled_reason: 'by_request',
    });
    expect(await updateEndpoint(world, world.organizationId, id, { status: 'enabled' })).toMatchObject({
      status: 'enabled',
      disabled_reason: null,
    });
  });

  it('refuses a URL and a filter as creation does', async () => {
    const { id } = await addEndpoint(world, url);
    const change = (input: object) => updateEndpoint(world, world.organizationId, id, input);
    await expect(change({ url: 'https://10.0.0.1' })).rejects.toMatchObject({ code: 'url_address_refused' });
    await expect(change({ eventFilter: ['x'] })).rejects.toMatchObject({ code: 'event_type_unknown' });
    expect((await getEndpoint(world, world.organizationId, id)).url).toBe(url);
  });

  it('deletes with what was pending', async () => {
    const { id } = await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deleteEndpoint(world, world.organizationId, id);
    expect(await deliverDue(world)).toEqual({ attempted: 0 });
    expect(await listEndpoints(world, world.organizationId)).toEqual([]);
    await expect(deleteEndpoint(world, world.organizationId, id)).rejects.toMatchObject({
      kind: 'not_found',
    });
  });
});

describe('a test event', () => {
  it('goes to this endpoint alone, past its filter, signed', async () => {
    const endpoint = await addEndpoint(world, `${receiver.origin}/a`, ['sync.held']);
    await addEndpoint(world, `${receiver.origin}/b`);
    const sent = await testEndpoint(world, world.organizationId, endpoint.id);
    await dispatchOutbox(world);
    await deliverDue(world);
    expect(receiver.requests.map((request) => request.path)).toEqual(['/a']);
    const [request] = receiver.requests;
    expect(request!.headers['webhook-id']).toBe(sent.event_id);
    expect(
      new Webhook(endpoint.secret).verify(request!.body, request!.headers as Record<string, string>),
    ).toMatchObject({
      type: 'webhook_endpoint.test',
      data: { endpoint_id: endpoint.id },
    });
    const deliveries = await deliveriesOf(world);
    expect(deliveries).toMatchObject([{ id: sent.delivery_id, state: 'succeeded' }]);
  });

  it('is refused for a disabled endpoint', async () => {
    const { id } = await addEndpoint(world, url);
    await updateEndpoint(world, world.organizationId, id, { status: 'disabled' });
    await expect(testEndpoint(world, world.organizationId, id)).rejects.toMatchObject({
      code: 'endpoint_disabled',
    });
  });
});

describe('another organization', () => {
  it('sees and touches nothing, exactly as if it did not exist', async () => {
    const endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
    await announce(world, 1);
    await deliverDue(world);
    const deliveries = await deliveriesOf(world);
    const other = await insertOrganization(world.db);

    const unknown = newId();
    const calls = [
      (id: string) => getEndpoint(world, other, id),
      (id: string) => updateEndpoint(world, other, id, { status: 'disabled' }),
      (id: string) => deleteEndpoint(world, other, id),
      (id: string) => testEndpoint(world, other, id),
    ];
    for (const call of calls) {
      const asUnknown: unknown = await call(unknown).catch((thrown: unknown) => thrown);
      expect(asUnknown).toMatchObject({ kind: 'not_found' });
      await expect(call(endpoint.id)).rejects.toEqual(asUnknown);
    }
    await expect(redeliver(world, other, deliveries[0]!.id)).rejects.toMatchObject({ kind: 'not_found' });
    expect(await listEndpoints(world, other)).toEqual([]);
    expect(await deliveriesOf(world, { organizationId: other })).toEqual([]);
    expect(await deliveriesOf(world, { organizationId: other, endpoint_id: endpoint.id })).toEqual([]);
    expect(await getEndpoint(world, world.organizationId, endpoint.id)).toMatchObject({ status: 'enabled' });
    expect(await deliverDue(world)).toEqual({ attempted: 0 });
  });
});

describe('the list of deliveries', () => {
  it('comes newest first, in pages without gap or repetition, and filtered', async () => {
    const a = await addEndpoint(world, `${receiver.origin}/a`);
    await addEndpoint(world, `${receiver.origin}/b`);
    await announce(world, 5);
    await deliverDue(world);
    await announce(world, 2);

    const all = await deliveriesOf(world);
    expect(all).toHaveLength(14);
    expect(all.map((delivery) => delivery.id)).toEqual(
      all
        .map((delivery) => delivery.id)
        .sort()
        .reverse(),
    );
    const paged: string[] = [];
    const deps = { db: world.db, cursorKey: CURSOR_KEY };
    let cursor: string | undefined;
    do {
      const input = { organizationId: world.organizationId, filters: {}, pageSize: 4, cursor };
      const page = await listDeliveries(deps, input);
      paged.push(...page.results.map((delivery) => delivery.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(all.map((delivery) => delivery.id));

    const pending = await deliveriesOf(world, { state: 'pending' });
    expect(pending).toHaveLength(4);
    const ofA = await deliveriesOf(world, { endpoint_id: a.id });
    expect(ofA).toHaveLength(7);
    expect(new Set(ofA.map((delivery) => delivery.endpoint_id))).toEqual(new Set([a.id]));
  });
});
