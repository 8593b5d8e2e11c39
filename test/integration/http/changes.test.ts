import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { startHttpServer } from '../../../src/http/server.ts';
import { newId } from '../../../src/lib/ids.ts';
import { placeEvents } from '../../support/placed-events.ts';
import {
  appendEvent,
  createEndpoint,
  dispatchOutbox,
  forgetOldEvents,
  type EventType,
} from '../../../src/webhooks/index.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

let harness: Harness;
let tenant: Tenant;
beforeEach(async () => {
  harness = await createHarness({ MUSTER_HTTP_PORT: '0' });
  tenant = await createTenant(harness);
});
afterEach(() => harness[Symbol.asyncDispose]());

const PATH = '/api/v1/changes';
const ask = (query = '', who = tenant) => harness.get(`${PATH}?${query}`, who.headers);
/** Says what happened in one transaction; gives the events' ids. */
const append = (types: EventType[], scope: Pick<Tenant, 'organizationId' | 'linkedAccountId'> = tenant) =>
  inTransaction(harness.context.db, async (trx) => {
    const ids: string[] = [];
    for (const [n, type] of types.entries()) ids.push(await appendEvent(trx, scope, { type, data: { n } }));
    return ids;
  });
const announce = async (...given: Parameters<typeof append>) => {
  const ids = await append(...given);
  await dispatchOutbox(harness.context);
  return ids;
};
/** Reads on from a cursor until nothing is left. */
async function readAll(cursor?: string, more = '') {
  const ids: string[] = [];
  let from = cursor;
  for (;;) {
    const { json, status, text } = await ask(`${from === undefined ? '' : `cursor=${from}`}${more}`);
    expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' });
    ids.push(...json.results.map((change: { id: string }) => change.id));
    from = json.next;
    if (!json.has_more) return { ids, cursor: from! };
  }
}

describe('the change feed', () => {
  it('tells what happened to records, in order, as its webhooks do', async () => {
    const ids = await announce([
      'employee.created',
      'sync.completed',
      'employment.updated',
      'linked_account.linked',
      'time_off_balance.deleted',
    ]);
    const answer = await ask();
    expectDocumented(answer, 'get', PATH);
    expect(answer.json.has_more).toBe(false);
    expect(answer.json.results).toEqual(
      [
        { id: ids[0], type: 'employee.created', data: { n: 0 } },
        { id: ids[2], type: 'employment.updated', data: { n: 2 } },
        { id: ids[4], type: 'time_off_balance.deleted', data: { n: 4 } },
      ].map((change) => ({ ...change, occurred_at: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/) })),
    );
  });

  it('goes on from its cursor, which is always there', async () => {
    const empty = await ask();
    expectDocumented(empty, 'get', PATH);
    expect(empty.json).toEqual({ next: expect.any(String), has_more: false, results: [] });
    const ids = await announce(Array.from({ length: 5 }, () => 'employee.updated' as const));
    const first = (await ask(`page_size=2&cursor=${empty.json.next}`)).json;
    expect([first.results.map((one: any) => one.id), first.has_more]).toEqual([ids.slice(0, 2), true]);
    const rest = await readAll(first.next);
    expect(rest.ids).toEqual(ids.slice(2));
    expect((await readAll(rest.cursor)).ids).toEqual([]);
    const more = await announce(['group.created']);
    expect((await readAll(rest.cursor)).ids).toEqual(more);
    // An answer that was lost is given again.
    expect((await readAll(empty.json.next)).ids).toEqual([...ids, ...more]);
  });

  it('starts now with `latest`', async () => {
    await announce(['employee.created']);
    const { json } = await ask('cursor=latest');
    expect(json.results).toEqual([]);
    const ids = await announce(['employee.updated']);
    expect((await readAll(json.next)).ids).toEqual(ids);
  });

  it('is of one account or one model where that is asked for; the cursor passes what it left out', async () => {
    const second = await createLinkedAccount(harness.context, tenant.organizationId, 'second');
    const other = { organizationId: tenant.organizationId, ...second };
    const [mine] = await announce(['employee.created']);
    const [theirs, group] = await announce(['employee.created', 'group.created'], other);
    const of = async (filter: string) => (await readAll(undefined, `&${filter}`)).ids;
    expect(await of(`linked_account_id=${tenant.linkedAccountId}`)).toEqual([mine]);
    expect(await of(`linked_account_id=${other.linkedAccountId}`)).toEqual([theirs, group]);
    expect(await of('model=group')).toEqual([group]);
    expect(await of(`model=group&linked_account_id=${tenant.linkedAccountId}`)).toEqual([]);
    expect(await of(`linked_account_id=${newId()}`)).toEqual([]);
    const { cursor } = await readAll(undefined, '&model=group');
    await forgetEverything();
    expect((await ask(`model=group&cursor=${cursor}`)).status).toBe(200);
    expectProblem(await ask(`model=employee&cursor=${cursor}`), 400, 'cursor_invalid', '/cursor');
    expectProblem(await ask(`cursor=${cursor}`), 400, 'cursor_invalid', '/cursor');
  });

  it('looks at so much at once, and says that there is more', async () => {
    await sql`
      insert into outbox_events (id, organization_id, linked_account_id, type, data, occurred_at)
      select gen_random_uuid(), ${tenant.organizationId}, ${tenant.linkedAccountId},
             case n when 10500 then 'group.created' else 'employee.updated' end, '{}', now() + make_interval(secs => n)
        from generate_series(1, 10500) n`.execute(harness.context.db);
    await placeEvents(harness.context.db, tenant.organizationId);
    const first = (await ask('model=group')).json;
    expect([first.results, first.has_more]).toEqual([[], true]);
    const second = (await ask(`model=group&cursor=${first.next}`)).json;
    expect([second.results.length, second.has_more]).toEqual([1, false]);
  });

  it('is nobody else’s, and refuses junk', async () => {
    await announce(['employee.created']);
    const stranger = await createTenant(harness);
    const { cursor } = await readAll();
    expect((await ask('', stranger)).json.results).toEqual([]);
    expect((await ask(`linked_account_id=${tenant.linkedAccountId}`, stranger)).json.results).toEqual([]);
    expectProblem(await ask(`cursor=${cursor}`, stranger), 400, 'cursor_invalid', '/cursor');
    expectProblem(await harness.send({ method: 'GET', url: PATH }), 401, 'authorization_missing');
    for (const [query, pointer] of [
      ['model=invoice', '/model'],
      ['linked_account_id=7', '/linked_account_id'],
      ['wait=31', '/wait'],
      ['wait=-1', '/wait'],
      ['page_size=0', '/page_size'],
    ] as const)
      expectProblem(await ask(query), 400, 'invalid_value', pointer);
    for (const junk of ['junk', 'oldest', '0', `${cursor}x`])
      expectProblem(await ask(`cursor=${junk}`), 400, 'cursor_invalid', '/cursor');
  });
});

/** As if the time that events are kept had passed. */
async function forgetEverything(): Promise<void> {
  await sql`update outbox_events set occurred_at = now() - interval '91 days'`.execute(harness.context.db);
  await forgetOldEvents(harness.context);
}
const countEvents = async () =>
  (await sql<{ count: number }>`select count(*)::int as count from outbox_events`.execute(harness.context.db))
    .rows[0]!.count;

describe('what is no longer kept', () => {
  it('is told to who has missed it, and to nobody else', async () => {
    const start = (await ask()).json.next;
    await announce(['employee.created', 'employee.updated', 'sync.completed']);
    const half = (await ask('page_size=1')).json.next;
    const { cursor: polling } = await readAll();
    await forgetEverything();
    expect(await countEvents()).toBe(0);
    for (const missed of [start, half])
      expectProblem(await ask(`cursor=${missed}`), 410, 'cursor_expired', '/cursor');
    const ids = await announce(['employee.deleted']);
    for (const cursor of [polling, undefined]) expect((await readAll(cursor)).ids).toEqual(ids);
    expect((await ask('cursor=latest')).status).toBe(200);
    // Another organization's feed has lost nothing.
    const stranger = await createTenant(harness);
    const theirs = (await ask('', stranger)).json.next;
    await announce(['employee.created']);
    await forgetEverything();
    expect((await ask(`cursor=${theirs}`, stranger)).status).toBe(200);
  });

  it('goes when it is old, dispatched and delivered, in however many batches', async () => {
    await sql`
      insert into outbox_events (id, organization_id, type, data, occurred_at)
      select gen_random_uuid(), ${tenant.organizationId}, 'employee.created', '{}',
             now() - make_interval(days => case when n > 1200 then 89 else 91 end)
        from generate_series(1, 1203) n`.execute(harness.context.db);
    expect(await forgetOldEvents(harness.context)).toBe(0);
    await dispatchOutbox(harness.context);
    expect(await forgetOldEvents(harness.context)).toBe(1200);
    expect(await countEvents()).toBe(3);
  });

  it('stays while it is still to be delivered', async () => {
    const { id } = await createEndpoint(harness.context, tenant.organizationId, {
      url: 'https://partner.example/hooks',
      eventFilter: ['employee.*'],
    });
    await announce(['employee.created', 'group.created']);
    await forgetEverything();
    expect(await countEvents()).toBe(1);
    await sql`with unsent as (delete from pending_deliveries where endpoint_id = ${id})
              update webhook_deliveries set state = 'failed' where endpoint_id = ${id}`.execute(
      harness.context.db,
    );
    await forgetEverything();
    const { rows } = await sql`select 1 from webhook_deliveries`.execute(harness.context.db);
    expect([await countEvents(), rows.length]).toEqual([0, 0]);
  });
});

describe('waiting for the next change', () => {
  it('ends as soon as there is one, for everybody who wants it, without a connection each', async () => {
    const { next } = (await ask()).json;
    const stranger = await createTenant(harness);
    // More than the pool has connections.
    const waiting = Array.from({ length: 40 }, () => ask(`wait=30&cursor=${next}`));
    const others = Promise.race([ask('wait=2', stranger), ask('wait=2&model=group')]);
    const { pool } = harness.context;
    await expect.poll(() => pool.totalCount - pool.idleCount).toBe(0);
    const ids = await announce(['employee.created']);
    for (const answer of await Promise.all(waiting))
      expect(answer.json.results.map((change: { id: string }) => change.id)).toEqual(ids);
    expect((await others).json).toMatchObject({ results: [], has_more: false });
  });

  it('does not begin where there is something already', async () => {
    const ids = await announce(['employee.created']);
    const { json } = await ask('wait=30');
    expect(json.results.map((change: { id: string }) => change.id)).toEqual(ids);
  });

  it('ends with the door: what waits is answered at once', async () => {
    const server = await startHttpServer(harness.context);
    const looks = countLooks();
    const waiting = fetch(`${server.url}${PATH}?wait=30`, { headers: tenant.headers });
    await expect.poll(looks, { timeout: 10_000 }).toBeGreaterThan(4);
    const closed = server.close();
    const answer = await waiting;
    expect([answer.status, await answer.json()]).toMatchObject([200, { results: [] }]);
    await closed;
  });

  it('ends with the caller: nobody looks for who is gone', async () => {
    const server = await startHttpServer(harness.context);
    const looks = countLooks();
    const gone = new AbortController();
    const waiting = fetch(`${server.url}${PATH}?wait=30`, { headers: tenant.headers, signal: gone.signal });
    await expect.poll(looks, { timeout: 10_000 }).toBeGreaterThan(4);
    gone.abort();
    await expect(waiting).rejects.toThrow('aborted');
    let before = -1;
    const isQuiet = () => {
      const now = looks();
      const isSame = now === before;
      before = now;
      return isSame;
    };
    await expect.poll(isQuiet, { interval: 700, timeout: 10_000 }).toBe(true);
    await server.close();
  });
});

/** How often a connection was asked for since. */
function countLooks(): () => number {
  let count = 0;
  harness.context.pool.on('acquire', () => (count += 1));
  return () => count;
}
