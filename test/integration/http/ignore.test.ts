import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { newId } from '../../../src/lib/ids.ts';
import { appendEvent, createEndpoint, dispatchOutbox } from '../../../src/webhooks/index.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';
import { insertRecord } from './records.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const ignore = (tenant: Tenant, id: string, payload: object = { reason: 'GDPR' }) =>
  harness.send({
    method: 'POST',
    url: `/api/hris/v1/employees/ignore/${id}`,
    headers: tenant.headers,
    payload,
  });

async function addPerson({ linkedAccountId }: Tenant): Promise<{ id: string; employmentId: string }> {
  const employmentId = newId();
  const id = await insertRecord(harness.context, 'employees', {
    linkedAccountId,
    body: { first_name: 'Ada', work_email: 'ada@corp.test', employments: [employmentId] },
    columns: { first_name: 'Ada', work_email: 'ada@corp.test', person_remote_id: 'm1' },
    remoteData: [{ path: '/people', data: { name: 'Ada' } }],
  });
  await insertRecord(harness.context, 'employments', {
    linkedAccountId,
    id: employmentId,
    body: { employee: id, job_title: 'Countess' },
    columns: { employee_id: id },
  });
  return { id, employmentId };
}

/** Tried twice: the receiver repeated what it was told. */
async function addTriedDelivery({ organizationId, linkedAccountId }: Tenant): Promise<string> {
  const { db, clock } = harness.context;
  const { id: endpointId } = await createEndpoint(harness.context, organizationId, {
    url: 'https://partner.example/hooks',
  });
  const eventId = await inTransaction(db, (trx) =>
    appendEvent(trx, { organizationId, linkedAccountId }, { type: 'group.created', data: {} }),
  );
  await dispatchOutbox(harness.context);
  const delivery = await db
    .updateTable('webhook_deliveries')
    .set({ state: 'succeeded', attempt_count: 2, attempted_at: clock.now(), attempt_duration_ms: 5 })
    .set({ attempt_status_code: 200, attempt_answer: 'thanks for Ada' })
    .where('event_id', '=', eventId)
    .where('endpoint_id', '=', endpointId)
    .returning('id')
    .executeTakeFirstOrThrow();
  const former = {
    attempt_number: 1,
    started_at: clock.now(),
    duration_ms: 7,
    status_code: 500,
    failure: null,
  };
  await db
    .insertInto('former_attempts')
    .values({ ...former, delivery_id: delivery.id, answer: 'no Ada' })
    .execute();
  return delivery.id;
}

describe('POST /employees/ignore/{model_id}', () => {
  it('makes the properties of the person and of their employments null for good', async () => {
    const tenant = await createTenant(harness);
    const { id, employmentId } = await addPerson(tenant);
    const before = (await harness.get(`/api/hris/v1/employees/${id}`, tenant.headers)).json;
    const answer = await ignore(tenant, id, { reason: 'OTHER', message: 'Ada asked for it.' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    const after = await harness.get(`/api/hris/v1/employees/${id}?include_remote_data=true`, tenant.headers);
    expectDocumented(after, 'GET', '/api/hris/v1/employees/{id}');
    expect(after.json).toMatchObject({
      id,
      created_at: before.created_at,
      remote_was_deleted: false,
      first_name: null,
      work_email: null,
      employments: null,
    });
    expect(after.json.modified_at > before.modified_at).toBe(true);
    const employment = await harness.get(`/api/hris/v1/employments/${employmentId}`, tenant.headers);
    expectDocumented(employment, 'GET', '/api/hris/v1/employments/{id}');
    expect(employment.json).toMatchObject({ id: employmentId, job_title: null });
    for (const filter of ['first_name=Ada', 'work_email=ada@corp.test']) {
      const found = await harness.get(`/api/hris/v1/employees?${filter}`, tenant.headers);
      expect(found.json.results).toEqual([]);
    }
    const list = await harness.get('/api/hris/v1/employees?expand=employments', tenant.headers);
    expectDocumented(list, 'GET', '/api/hris/v1/employees');
    expect(list.json.results.map((employee: { id: string }) => employee.id)).toEqual([id]);
    const history = await harness.get(`/api/hris/v1/employees/${id}/history`, tenant.headers);
    expectDocumented(history, 'GET', '/api/hris/v1/employees/{id}/history');
    expect(history.text).not.toContain('Ada');
  });

  it('forgets what receivers of webhooks said, of the last attempt and of those before', async () => {
    const [tenant, other] = [await createTenant(harness), await createTenant(harness)];
    const deliveries = [await addTriedDelivery(tenant), await addTriedDelivery(other)];
    const { id } = await addPerson(tenant);
    expect((await ignore(tenant, id)).status).toBe(204);
    const answersOf = async ({ headers }: Tenant, delivery: string) =>
      (await harness.get(`/api/v1/deliveries/${delivery}`, headers)).json.attempts.map(
        (attempt: { answer: string | null }) => attempt.answer,
      );
    expect(await answersOf(tenant, deliveries[0]!)).toEqual([null, null]);
    expect(await answersOf(other, deliveries[1]!)).toEqual(['no Ada', 'thanks for Ada']);
  });

  it('writes down who did it and why, and not the message', async () => {
    const tenant = await createTenant(harness);
    const { id } = await addPerson(tenant);
    await ignore(tenant, id, { reason: 'GDPR', message: 'Ada Lovelace asked for it.' });
    const events = await harness.database.db
      .selectFrom('audit_events')
      .select(['event_type', 'actor_id', 'description', 'record_ids'])
      .where('linked_account_id', '=', tenant.linkedAccountId)
      .where('event_type', '=', 'IGNORED_RECORD')
      .execute();
    expect(events).toEqual([
      {
        event_type: 'IGNORED_RECORD',
        actor_id: tenant.apiKeyId,
        description: expect.stringContaining('GDPR'),
        record_ids: [id],
      },
    ]);
    expect(JSON.stringify(events)).not.toContain('Lovelace');
  });

  it('is safe to repeat', async () => {
    const tenant = await createTenant(harness);
    const { id } = await addPerson(tenant);
    await ignore(tenant, id);
    const first = await harness.get(`/api/hris/v1/employees/${id}`, tenant.headers);
    expect((await ignore(tenant, id)).status).toBe(204);
    expect((await harness.get(`/api/hris/v1/employees/${id}`, tenant.headers)).json).toEqual(first.json);
  });

  it('refuses what is not asked for rightly', async () => {
    const [tenant, other] = [await createTenant(harness), await createTenant(harness)];
    const { id } = await addPerson(other);
    for (const unknown of [id, newId(), 'nonsense'])
      expectProblem(await ignore(tenant, unknown), 404, 'not_found');
    const { id: own } = await addPerson(tenant);
    for (const payload of [{}, { reason: 'BECAUSE' }, { reason: 1 }]) {
      expect((await ignore(tenant, own, payload)).status).toBe(400);
    }
    expectProblem(
      await harness.send({
        method: 'POST',
        url: `/hris/v1/employees/ignore/${own}`,
        payload: { reason: 'GDPR' },
      }),
      401,
      'authorization_missing',
    );
    for (const kept of [own]) {
      expect((await harness.get(`/api/hris/v1/employees/${kept}`, tenant.headers)).json.first_name).toBe(
        'Ada',
      );
    }
  });
});
