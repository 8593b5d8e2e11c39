import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { issueServiceEmail } from '../../../src/linking/issue-service-email.ts';
import { canReceive } from '../../../src/linking/receive-message.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { DAY_MS } from '../../../src/lib/duration.ts';
import { newId } from '../../../src/lib/ids.ts';
import { insertDeliveries } from '../../../src/webhooks/deliveries-store.ts';
import { countRows, fillEveryTable, listTablesOfAccounts } from './account-rows.ts';
import { placeEvents } from '../../support/placed-events.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

/** They tell of the erasure, by ids. */
const TELLING = ['audit_events', 'employer_links', 'erasure_receipts', 'outbox_events'];

let harness: Harness;

beforeAll(async () => {
  harness = await createHarness({}, { principals: { lifeMs: 0 } });
});
afterAll(() => harness[Symbol.asyncDispose]());

/** As an erasure leaves it that has only begun. */
async function insertReceipt(db: Harness['database']['db'], tenant: Tenant): Promise<void> {
  await db
    .insertInto('erasure_receipts')
    .values({
      id: newId(),
      organization_id: tenant.organizationId,
      linked_account_id: tenant.linkedAccountId,
      subject: 'account',
      requested_at: harness.clock.now(),
    })
    .execute();
}

const erase = (tenant: Tenant, id = tenant.linkedAccountId) =>
  harness.send({ method: 'DELETE', url: `/api/v1/linked-accounts/${id}`, headers: tenant.headers });

async function addServiceEmail(linkedAccountId: string): Promise<string> {
  const now = harness.clock.now();
  await inTransaction(harness.database.db, (trx) =>
    issueServiceEmail(trx, linkedAccountId, { now, acceptsMailUntil: new Date(now.getTime() + DAY_MS) }),
  );
  const { local_part } = await harness.database.db
    .selectFrom('service_emails')
    .select('local_part')
    .where('linked_account_id', '=', linkedAccountId)
    .executeTakeFirstOrThrow();
  return local_part;
}

describe('DELETE /linked-accounts/{id}', () => {
  it('empties every table that can name an account, and touches nobody else', async () => {
    const { db } = harness.database;
    const [tenant, other] = [await createTenant(harness), await createTenant(harness)];
    await fillEveryTable(db, tenant);
    await fillEveryTable(db, other);
    const tables = await listTablesOfAccounts(db);
    expect(tables.length).toBeGreaterThan(40);
    const before = await Promise.all(tables.map((table) => countRows(db, table, tenant.linkedAccountId)));
    expect(Object.fromEntries(tables.map((table, place) => [table, before[place]]))).toEqual(
      Object.fromEntries(tables.map((table) => [table, 1])),
    );
    const answer = await erase(tenant);
    expectDocumented(answer, 'DELETE', '/api/v1/linked-accounts/{id}');
    expect(answer.json).toMatchObject({ subject: 'account', linked_account_id: tenant.linkedAccountId });
    expect(answer.json.erased_at).not.toBeNull();
    expect(answer.json.access_ended_at).not.toBeNull();
    for (const table of tables.filter((name) => !TELLING.includes(name))) {
      expect([table, await countRows(db, table, tenant.linkedAccountId)]).toEqual([table, 0]);
      expect([table, await countRows(db, table, other.linkedAccountId)]).toEqual([table, 1]);
    }
    expect(await countRows(db, 'outbox_events', tenant.linkedAccountId)).toBe(1);
    const accounts = await db.selectFrom('linked_accounts').select('id').execute();
    expect(accounts.map(({ id }) => id)).not.toContain(tenant.linkedAccountId);
    expect(answer.json.counts).toMatchObject({ employees: 1, record_versions: 1, sync_runs: 1, issues: 1 });
  });

  it('answers the same receipt again, and so does its own address', async () => {
    const tenant = await createTenant(harness);
    const first = await erase(tenant);
    const again = await erase(tenant);
    expect(again.json).toEqual(first.json);
    const receipt = await harness.get(`/api/v1/erasure-receipts/${first.json.id}`, tenant.headers);
    expectDocumented(receipt, 'GET', '/api/v1/erasure-receipts/{id}');
    expect(receipt.json).toEqual(first.json);
  });

  it('makes the account unknown by id, by token and in lists', async () => {
    const tenant = await createTenant(harness);
    await erase(tenant);
    expectProblem(
      await harness.get(`/api/v1/linked-accounts/${tenant.linkedAccountId}`, tenant.headers),
      404,
      'not_found',
    );
    expectProblem(await harness.get('/api/hris/v1/employees', tenant.headers), 401, 'account_token_invalid');
    const list = await harness.get('/api/hris/v1/linked-accounts', tenant.headers);
    expect(list.json.results).toEqual([]);
  });

  it('leaves the origin id free for another account', async () => {
    const tenant = await createTenant(harness);
    const { end_user_origin_id } = await harness.database.db
      .selectFrom('linked_accounts')
      .select('end_user_origin_id')
      .where('id', '=', tenant.linkedAccountId)
      .executeTakeFirstOrThrow();
    await erase(tenant);
    const next = await createLinkedAccount(harness.context, tenant.organizationId, end_user_origin_id);
    expect(next.linkedAccountId).not.toBe(tenant.linkedAccountId);
  });

  it('refuses mail to the address from then on, and never issues it again', async () => {
    const tenant = await createTenant(harness);
    const localPart = await addServiceEmail(tenant.linkedAccountId);
    const address = `${localPart}@link.muster.test`;
    expect(await canReceive(harness.context, address)).toBe(true);
    await erase(tenant);
    expect(await canReceive(harness.context, address)).toBe(false);
    const { rows } = await sql`
      select from retired_service_emails where local_part_hash = sha256(convert_to(${localPart}, 'UTF8'))`.execute(
      harness.database.db,
    );
    expect(rows).toHaveLength(1);
  });

  it('tells it by an event without anything of a person, and nothing that was told before is sent any more', async () => {
    const tenant = await createTenant(harness);
    const { db } = harness.database;
    const [endpointId, eventId] = [newId(), newId()];
    const now = harness.clock.now();
    await db
      .insertInto('webhook_endpoints')
      .values({
        id: endpointId,
        organization_id: tenant.organizationId,
        url: 'https://partner.example/hook',
        event_filter: ['*'],
        status: 'enabled',
        created_at: now,
        modified_at: now,
      })
      .execute();
    await db
      .insertInto('outbox_events')
      .values({
        id: eventId,
        organization_id: tenant.organizationId,
        linked_account_id: tenant.linkedAccountId,
        type: 'employee.updated',
        data: '{"changes":[{"field":"first_name","before":"Ann","after":"Anne"}]}',
        occurred_at: now,
      })
      .execute();
    await placeEvents(db, tenant.organizationId);
    const { organizationId } = tenant;
    await inTransaction(db, (trx) =>
      insertDeliveries(trx, [{ id: newId(), organizationId, endpointId, eventId }], now),
    );
    const { json: receipt } = await erase(tenant);
    const events = await db
      .selectFrom('outbox_events')
      .select(['type', 'data'])
      .where('linked_account_id', '=', tenant.linkedAccountId)
      .execute();
    expect(events).toEqual([
      {
        type: 'linked_account.deleted',
        data: {
          linked_account: {
            id: tenant.linkedAccountId,
            end_user_origin_id: expect.stringMatching(/^employer-/),
            end_user_organization_name: null,
            integration: 'justworks',
          },
          erasure_receipt_id: receipt.id,
        },
      },
    ]);
    expect(
      await db.selectFrom('webhook_deliveries').select('id').where('event_id', '=', eventId).execute(),
    ).toEqual([]);
    expect(
      await db
        .selectFrom('pending_deliveries')
        .select('delivery_id')
        .where('endpoint_id', '=', endpointId)
        .execute(),
    ).toEqual([]);
  });

  it('hides what is not erased yet', async () => {
    const [tenant, other] = [await createTenant(harness), await createTenant(harness)];
    const { db } = harness.database;
    const now = harness.clock.now();
    for (const { organizationId, linkedAccountId } of [tenant, other]) {
      const event = { id: newId(), organization_id: organizationId, linked_account_id: linkedAccountId };
      await db
        .insertInto('outbox_events')
        .values({
          ...event,
          type: 'employee.updated',
          data: '{}',
          occurred_at: now,
        })
        .execute();
      await placeEvents(db, organizationId);
    }
    await insertReceipt(db, tenant);
    const feeds = [tenant, other].map(({ headers }) => harness.get('/api/v1/changes', headers));
    expect((await Promise.all(feeds)).map(({ json }) => json.results.length)).toEqual([0, 1]);
  });

  it('writes down who did it', async () => {
    const tenant = await createTenant(harness);
    await erase(tenant);
    const events = await harness.database.db
      .selectFrom('audit_events')
      .select(['event_type', 'actor_id', 'linked_account_id'])
      .where('organization_id', '=', tenant.organizationId)
      .where('event_type', '=', 'DELETED_LINKED_ACCOUNT')
      .execute();
    expect(events).toEqual([
      {
        event_type: 'DELETED_LINKED_ACCOUNT',
        actor_id: tenant.apiKeyId,
        linked_account_id: tenant.linkedAccountId,
      },
    ]);
  });

  it('knows neither an unknown account nor one of another organization', async () => {
    const [tenant, other] = [await createTenant(harness), await createTenant(harness)];
    for (const id of [newId(), other.linkedAccountId, 'nonsense']) {
      expectProblem(await erase(tenant, id), 404, 'not_found');
    }
    const { json: receipt } = await erase(other);
    expectProblem(await erase(tenant, other.linkedAccountId), 404, 'not_found');
    for (const id of [newId(), receipt.id, 'nonsense']) {
      expectProblem(await harness.get(`/api/v1/erasure-receipts/${id}`, tenant.headers), 404, 'not_found');
    }
    expectProblem(
      await harness.send({ method: 'DELETE', url: `/api/v1/linked-accounts/${newId()}` }),
      401,
      'authorization_missing',
    );
  });
});

describe('POST /delete-account', () => {
  it('erases the account of the token, without an answer', async () => {
    const tenant = await createTenant(harness);
    const answer = await harness.send({
      method: 'POST',
      url: '/api/hris/v1/delete-account',
      headers: tenant.headers,
    });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expectProblem(
      await harness.send({ method: 'POST', url: '/hris/v1/delete-account', headers: tenant.headers }),
      401,
      'account_token_invalid',
    );
  });
});
