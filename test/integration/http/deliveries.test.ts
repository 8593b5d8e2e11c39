import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { addMs, DAY_MS } from '../../../src/lib/duration.ts';
import { newId } from '../../../src/lib/ids.ts';
import { appendEvent, dispatchOutbox, type EventType } from '../../../src/webhooks/index.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

const URL = '/api/v1/deliveries';

let harness: Harness;
let tenant: Tenant;
let other: Tenant;
const endpoints: string[] = [];
const events: string[] = [];

beforeAll(async () => {
  harness = await createHarness();
  [tenant, other] = [await createTenant(harness), await createTenant(harness)];
  for (const path of ['a', 'b']) {
    const payload = { url: `https://partner.example/${path}` };
    const url = '/api/v1/webhook-endpoints';
    endpoints.push((await harness.send({ method: 'POST', url, payload, headers: tenant.headers })).json.id);
  }
  for (const type of ['employee.created', 'employee.updated', 'group.created'] as const)
    events.push(await announce(type));
});
afterAll(() => harness[Symbol.asyncDispose]());

async function announce(type: EventType): Promise<string> {
  const { context } = harness;
  const scope = {
    organizationId: tenant.organizationId,
    linkedAccountId: type === 'group.created' ? tenant.linkedAccountId : null,
  };
  const id = await inTransaction(context.db, (trx) => appendEvent(trx, scope, { type, data: {} }));
  await dispatchOutbox(context);
  harness.clock.advance(1000);
  return id;
}

const list = async (query: string, from = URL) => {
  const answer = await harness.get(`${from}?${query}`, tenant.headers);
  expectDocumented(answer, 'get', from.replace(endpoints[0]!, '{id}'));
  return answer.json;
};
const idsOf = (page: { results: { event_id: string }[] }) => page.results.map((one) => one.event_id);

it('lists deliveries over all endpoints, newest first, forward and back', async () => {
  const first = await list('page_size=4');
  expect(first.previous).toBeNull();
  expect(idsOf(first)).toEqual([events[2], events[2], events[1], events[1]]);
  const second = await list(`page_size=4&cursor=${first.next}`);
  expect(idsOf(second)).toEqual([events[0], events[0]]);
  expect(second.next).toBeNull();
  expect((await list(`page_size=4&cursor=${second.previous}`)).results).toEqual(first.results);
});

it.each([
  ['event_type=group.created', () => [2, 2]],
  ['event_id=EVENT', () => [1, 1]],
  ['endpoint_id=ENDPOINT', () => [2, 1, 0]],
  ['linked_account_id=ACCOUNT', () => [2, 2]],
  ['state=succeeded', () => []],
  ['state=pending&event_type=employee.created', () => [0, 0]],
])('finds by %s', async (query, places) => {
  const filled = query
    .replace('EVENT', events[1]!)
    .replace('ENDPOINT', endpoints[0]!)
    .replace('ACCOUNT', tenant.linkedAccountId);
  expect(idsOf(await list(filled))).toEqual(places().map((place) => events[place]));
});

it('finds by time: after includes the instant, before does not', async () => {
  const { results } = await list('');
  const middle = encodeURIComponent(results[2].created_at);
  expect(idsOf(await list(`created_after=${middle}`))).toEqual([events[2], events[2], events[1], events[1]]);
  expect(idsOf(await list(`created_before=${middle}`))).toEqual([events[0], events[0]]);
});

it('lists those of one endpoint, with the same filters', async () => {
  const page = await list(
    'event_type=employee.created',
    `/api/v1/webhook-endpoints/${endpoints[0]}/deliveries`,
  );
  expect(page.results).toMatchObject([{ endpoint_id: endpoints[0], event_id: events[0] }]);
});

it('a cursor of one list is none of another', async () => {
  const { next } = await list('page_size=1');
  const answer = await harness.get(`${URL}?state=pending&cursor=${next}`, tenant.headers);
  expectProblem(answer, 400, 'cursor_invalid', '/cursor');
});

it('shows one with what its receiver said', async () => {
  const { results } = await list('');
  const { id } = results[0];
  await harness.context.db
    .insertInto('former_attempts')
    .values({
      delivery_id: id,
      attempt_number: 1,
      started_at: harness.clock.now(),
      duration_ms: 12,
      status_code: 500,
      failure: null,
      answer: 'sorry',
    })
    .execute();
  const answer = await harness.get(`${URL}/${id}`, tenant.headers);
  expectDocumented(answer, 'get', `${URL}/{id}`);
  expect(answer.json.attempts).toMatchObject([{ status_code: 500, duration_ms: 12, answer: 'sorry' }]);
  expectProblem(await harness.get(`${URL}/${id}`, other.headers), 404, 'not_found');
  expect((await harness.get(URL, other.headers)).json.results).toEqual([]);
});

it('replays a time, and says so in the audit trail', async () => {
  const url = `/api/v1/webhook-endpoints/${endpoints[1]}/replay`;
  const ask = (payload: object, headers = tenant.headers) =>
    harness.send({ method: 'POST', url, payload, headers });
  const since = addMs(harness.clock.now(), -DAY_MS).toISOString();
  const answer = await ask({ since, which: 'failed' });
  expect(answer.status).toBe(202);
  expectDocumented(answer, 'post', '/api/v1/webhook-endpoints/{id}/replay');
  expect(answer.json).toMatchObject({ state: 'done', event_count: 3, queued_count: 0, pending_count: 3 });
  const again = await harness.get(`/api/v1/webhook-replays/${answer.json.id}`, tenant.headers);
  expectDocumented(again, 'get', '/api/v1/webhook-replays/{id}');
  expect(again.json).toEqual(answer.json);
  const audit = await harness.get('/api/v1/audit-trail?event_type=REPLAYED_WEBHOOKS', tenant.headers);
  expect(audit.json.results).toHaveLength(1);

  const tooOld = addMs(harness.clock.now(), -15 * DAY_MS).toISOString();
  expectProblem(await ask({ since: tooOld, which: 'all' }), 400, 'replay_too_far_back', '/since');
  expectProblem(await ask({ which: 'all' }), 400, 'field_missing', '/since');
  expectProblem(await ask({ since, which: 'all' }, other.headers), 404, 'not_found');
  expectProblem(await harness.get(`/api/v1/webhook-replays/${newId()}`, tenant.headers), 404, 'not_found');
});
