import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
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
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const PATH = '/api/v1/linked-accounts';
const call = (
  method: 'GET' | 'POST' | 'PATCH',
  end = '',
  id = tenant.linkedAccountId,
  by: Tenant | null = tenant,
) =>
  harness.send({
    method,
    url: `${PATH}/${id}${end}`,
    headers: by ? { authorization: `Bearer ${by.key}` } : {},
    ...(method === 'GET' ? {} : { payload: {} }),
  });
const newAccount = async (extra: Record<string, unknown> = {}) =>
  (await createLinkedAccount(harness.context, tenant.organizationId, newId(), extra)).linkedAccountId;
const runsOf = (id: string) =>
  harness.context.db.selectFrom('sync_runs').select('id').where('linked_account_id', '=', id).execute();

it.each([
  ['GET', ''],
  ['POST', '/sync'],
  ['POST', '/pause'],
  ['POST', '/resume'],
] as const)('%s {id}%s is nobody else’s', async (method, end) => {
  expect((await call(method, end, tenant.linkedAccountId, null)).status).toBe(401);
  const foreign = await call(method, end, tenant.linkedAccountId, stranger);
  expectProblem(foreign, 404, 'not_found');
  expect((await call(method, end, newId())).text).toBe(foreign.text);
  expect((await call(method, end, 'junk')).text).toBe(foreign.text);
});

describe('a linked account', () => {
  it('tells its settings, its schedule and how reading it goes', async () => {
    const id = await newAccount({
      next_sync_at: '2026-11-23T00:00:00Z',
      data_fresh_as_of: '2026-11-22T00:00:00Z',
    });
    await harness.context.db
      .insertInto('account_health')
      .values({
        linked_account_id: id,
        integration: 'justworks',
        consecutive_failures: 5,
        failing_since: '2026-11-22T01:00:00Z',
        failure_told: 'report_empty:employee_census',
      })
      .execute();
    const answer = await call('GET', '', id);
    expectDocumented(answer, 'get', `${PATH}/{id}`);
    expect(answer.json).toMatchObject({
      id,
      status: 'COMPLETE',
      connection_method: 'service_account',
      sync_interval_seconds: 86_400,
      next_sync_at: '2026-11-23T00:00:00Z',
      data_fresh_as_of: '2026-11-22T00:00:00Z',
      paused_at: null,
      open_run: null,
      notification_addresses: [],
      notification_mode: 'changes',
      failures: {
        consecutive: 5,
        since: '2026-11-22T01:00:00Z',
        last_told: 'report_empty:employee_census',
        not_before: null,
        is_breaker_open: true,
      },
      source: { is_left_alone: false, since: null },
    });
    expect(answer.text).not.toContain('token');
  });
});

describe('asking for a sync', () => {
  it('answers the run, the same one while it is open', async () => {
    const id = await newAccount();
    const first = await call('POST', '/sync', id);
    expectDocumented(first, 'post', `${PATH}/{id}/sync`);
    expect(first.json).toMatchObject({
      state: 'queued',
      is_follow_up_requested: false,
      due_at: null,
      waits_for: null,
    });
    expect((await call('POST', '/sync', id)).json).toEqual(first.json);
    expect((await call('GET', '', id)).json.open_run).toEqual({ id: first.json.id, state: 'queued' });
    await harness.context.db
      .updateTable('sync_runs')
      .set({ state: 'running' })
      .where('id', '=', first.json.id)
      .execute();
    expect((await call('POST', '/sync', id)).json).toEqual({
      ...first.json,
      state: 'running',
      is_follow_up_requested: true,
    });
    expect(await runsOf(id)).toHaveLength(1);
  });

  it('says why where the account is not linked, or paused', async () => {
    const relink = await newAccount({ status: 'RELINK_NEEDED' });
    expectProblem(await call('POST', '/sync', relink), 409, 'account_not_linked');
    const paused = await newAccount({ paused_at: '2026-11-22T00:00:00Z' });
    expectProblem(await call('POST', '/sync', paused), 409, 'account_paused');
    expect([...(await runsOf(relink)), ...(await runsOf(paused))]).toEqual([]);
  });

  it('tries an account at once that has failed often', async () => {
    const id = await newAccount();
    await harness.context.db
      .insertInto('account_health')
      .values({ linked_account_id: id, integration: 'justworks', consecutive_failures: 50 })
      .execute();
    expect((await call('POST', '/sync', id)).json.state).toBe('queued');
  });

  it('leaves a source alone that named a time, and says until when', async () => {
    const id = await newAccount();
    const until = new Date(harness.clock.now().getTime() + 600_000);
    await harness.context.db
      .insertInto('account_health')
      .values({ linked_account_id: id, integration: 'justworks', not_before: until })
      .execute();
    const answer = await call('POST', '/sync', id);
    expectDocumented(answer, 'post', `${PATH}/{id}/sync`);
    expect(answer.json).toMatchObject({ id: null, state: 'waiting', waits_for: 'source_asked_to_wait' });
    expect(new Date(answer.json.due_at)).toEqual(until);
    expect(new Date((await call('GET', '', id)).json.next_sync_at)).toEqual(until);
    expect(await runsOf(id)).toEqual([]);
    harness.clock.advance(600_000);
    expect((await call('POST', '/sync', id)).json.state).toBe('queued');
  });
});

describe('pausing', () => {
  it('stops what is due, keeps the first time, and resuming makes the account due at once', async () => {
    const id = await newAccount({ next_sync_at: '2026-11-23T00:00:00Z' });
    const paused = await call('POST', '/pause', id);
    expectDocumented(paused, 'post', `${PATH}/{id}/pause`);
    const pausedAt = harness.clock.now();
    expect(new Date(paused.json.paused_at)).toEqual(pausedAt);
    expect(paused.json.next_sync_at).toBeNull();
    harness.clock.advance(60_000);
    expect((await call('POST', '/pause', id)).json).toEqual(paused.json);
    const resumed = await call('POST', '/resume', id);
    expectDocumented(resumed, 'post', `${PATH}/{id}/resume`);
    expect(resumed.json.paused_at).toBeNull();
    expect(new Date(resumed.json.next_sync_at)).toEqual(harness.clock.now());
    harness.clock.advance(60_000);
    expect((await call('POST', '/resume', id)).json).toEqual(resumed.json);
  });

  it('makes nothing due of an account that is not linked', async () => {
    const id = await newAccount({
      status: 'RELINK_NEEDED',
      paused_at: '2026-11-22T00:00:00Z',
      next_sync_at: null,
    });
    const resumed = await call('POST', '/resume', id);
    expect(resumed.json).toMatchObject({ paused_at: null, next_sync_at: null, status: 'RELINK_NEEDED' });
  });

  it('is said by the sync statuses, and a resync is answered and starts nothing', async () => {
    const paused = await createTenant(harness);
    await call('POST', '/pause', paused.linkedAccountId, paused);
    const answer = await harness.send({
      method: 'POST',
      url: '/api/hris/v1/sync-status/resync',
      headers: paused.headers,
      payload: {},
    });
    expectDocumented(answer, 'post', '/api/hris/v1/sync-status/resync');
    const employee = answer.json.find((status: { model_name: string }) => status.model_name === 'Employee');
    expect(employee).toMatchObject({ status: 'PAUSED', next_sync_start: null });
    expect(await runsOf(paused.linkedAccountId)).toEqual([]);
  });
});
