import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEALED_MESSAGE } from '../../../src/linking/inbound-messages-store.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  type Harness,
  type Tenant,
} from './harness.ts';

const OVERRIDES = '/api/v1/connector-overrides';
const patch = { reports: { employee_census: { columns: { work_email: ['Company Mailbox'] } } } };

let harness: Harness;
let tenant: Tenant;
beforeAll(async () => {
  harness = await createHarness({ MUSTER_OVERRIDES_BY_API: 'true' });
  tenant = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const add = (payload: object, on = harness, headers: Record<string, string> = tenant.headers) =>
  on.send({ method: 'POST', url: OVERRIDES, payload, headers });
const remove = (id: string) =>
  harness.send({ method: 'DELETE', url: `${OVERRIDES}/${id}`, headers: tenant.headers });

describe('overrides by API', () => {
  it('are stored with who and why, hold at once, are listed, and can be withdrawn', async () => {
    const connector = harness.context.connectors.get('justworks');
    const added = await add({ integration: 'justworks', patch, reason: 'renamed in May' });
    expectDocumented(added, 'post', OVERRIDES);
    expect(added.status).toBe(201);
    expect(added.json).toMatchObject({
      integration: 'justworks',
      patch,
      reason: 'renamed in May',
      approved_by: 'API key test',
      withdrawn_at: null,
    });
    await expect(connector.overrides.check(patch)).rejects.toMatchObject({
      code: 'override_changes_nothing',
    });
    const listed = await harness.get(OVERRIDES, tenant.headers);
    expectDocumented(listed, 'get', OVERRIDES);
    expect(listed.json.results).toEqual([added.json]);

    const withdrawn = await remove(added.json.id);
    expectDocumented(withdrawn, 'delete', `${OVERRIDES}/{id}`);
    expect(withdrawn.json).toMatchObject({ id: added.json.id, withdrawn_by: 'API key test' });
    await expect(connector.overrides.check(patch)).resolves.toBeUndefined();
    expectProblem(await remove(added.json.id), 409, 'override_withdrawn');
  });

  it('are refused when they do not fit, say nothing new, or name no reason or source', async () => {
    const body = { integration: 'justworks', patch, reason: 'x' };
    expectProblem(await add({ ...body, patch: { pathz: {} } }), 400, 'override_invalid', '/pathz');
    expectProblem(await add({ ...body, patch: {} }), 409, 'override_changes_nothing');
    expectProblem(await add({ ...body, patch: ['x'] }), 400, 'invalid_value', '/patch');
    expectProblem(await add({ ...body, reason: ' ' }), 400, 'reason_invalid', '/reason');
    expectProblem(await add({ ...body, integration: 'other' }), 404, 'not_found');
    expectProblem(await add({ patch, reason: 'x' }), 400, 'field_missing', '/integration');
    for (const id of [newId(), 'nonsense']) expectProblem(await remove(id), 404, 'not_found');
    expectProblem(await add(body, harness, {}), 401, 'authorization_missing');
  });

  it('are off unless the deployment says so, with what to do', async () => {
    await using off = await createHarness();
    const { headers } = await createTenant(off);
    const answers = [
      await add({ integration: 'justworks', patch, reason: 'x' }, off, headers),
      await off.get(OVERRIDES, headers),
      await off.send({ method: 'DELETE', url: `${OVERRIDES}/${newId()}`, headers }),
    ];
    for (const answer of answers) {
      expectProblem(answer, 403, 'overrides_by_api_off');
      expect(answer.text).toContain('MUSTER_OVERRIDES_BY_API=true');
    }
    expect(await off.context.db.selectFrom('connector_overrides').selectAll().execute()).toEqual([]);
  });
});

describe('held messages', () => {
  const shape = {
    fromDomain: 'source.example',
    kind: 'other',
    subjectShape: 'Aaa aaa',
    headerNames: ['from', 'subject'],
    links: [{ shape: 'https://links.example/i/*', host: 'links.example', isKnown: false }],
  };

  async function hold(owner: Tenant, change: object = {}): Promise<string> {
    const id = newId();
    await harness.context.db
      .insertInto('inbound_messages')
      .values({
        id,
        linked_account_id: owner.linkedAccountId,
        received_at: new Date(),
        content_hash: Buffer.from(id),
        sealed_message: Buffer.from('sealed'),
        remote_ip: null,
        helo: null,
        envelope_sender: null,
        state: 'held',
        reason: 'link_refused',
        shape: JSON.stringify(shape),
        ...change,
      })
      .execute();
    return id;
  }

  it('are listed and shown, those of the caller alone', async () => {
    const [owner, stranger] = [await createTenant(harness), await createTenant(harness)];
    const id = await hold(owner);
    const unseen = await hold(owner, { reason: 'dns_unavailable', shape: null });
    await hold(owner, { sealed_message: null });
    await hold(owner, { state: 'discarded' });
    const listed = await harness.get('/api/v1/held-messages', owner.headers);
    expectDocumented(listed, 'get', '/api/v1/held-messages');
    expect(listed.json.results.map((message: { id: string }) => message.id)).toEqual([id, unseen]);
    const shown = await harness.get(`/api/v1/held-messages/${id}`, owner.headers);
    expectDocumented(shown, 'get', '/api/v1/held-messages/{id}');
    expect(shown.json).toMatchObject({
      linked_account_id: owner.linkedAccountId,
      reason: 'link_refused',
      from_domain: 'source.example',
      links: [{ shape: 'https://links.example/i/*', host: 'links.example', is_known: false }],
    });
    expect((await harness.get(`/api/v1/held-messages/${unseen}`, owner.headers)).json).toMatchObject({
      from_domain: null,
      header_names: [],
      links: [],
    });
    for (const other of [id, newId(), 'nonsense']) {
      expectProblem(await harness.get(`/api/v1/held-messages/${other}`, stranger.headers), 404, 'not_found');
    }
    expect((await harness.get('/api/v1/held-messages', stranger.headers)).json.results).toEqual([]);
    const ofOther = `/api/v1/held-messages?linked_account_id=${owner.linkedAccountId}`;
    expect((await harness.get(ofOther, stranger.headers)).json.results).toEqual([]);
    expect((await harness.get(ofOther, owner.headers)).json.results).toHaveLength(2);
  });

  it('are refused without a key, with junk and with a foreign cursor', async () => {
    expectProblem(await harness.get('/api/v1/held-messages'), 401, 'authorization_missing');
    expectProblem(
      await harness.get('/api/v1/held-messages?cursor=x', tenant.headers),
      400,
      'cursor_invalid',
      '/cursor',
    );
    const junk = await harness.get('/api/v1/held-messages?linked_account_id=x', tenant.headers);
    expectProblem(junk, 400, 'invalid_value', '/linked_account_id');
  });

  it('are approved with a reason, and their link passes from then on', async () => {
    const owner = await createTenant(harness);
    const id = newId();
    const mail =
      'From: a@source.example\r\nSubject: Hi\r\n\r\nhttps://join.example/invitations/Zk39aQ7xWb\r\n';
    const { db, vault } = harness.context;
    const scope = { linkedAccountId: owner.linkedAccountId };
    await hold(owner, { id, sealed_message: await vault.seal(db, scope, SEALED_MESSAGE, mail) });
    const approve = (payload: object, by = owner) =>
      harness.send({
        method: 'POST',
        url: `/api/v1/held-messages/${id}/approve`,
        payload,
        headers: by.headers,
      });
    expectProblem(await approve({}), 400, 'field_missing', '/reason');
    expectProblem(await approve({ reason: 'x' }, await createTenant(harness)), 404, 'not_found');
    expectProblem(await approve({ reason: 'x', link_host: 'elsewhere.example' }), 409, 'link_not_found');
    const approved = await approve({ reason: 'new form' });
    expectDocumented(approved, 'post', '/api/v1/held-messages/{id}/approve');
    expect(approved.status).toBe(201);
    expect(approved.json).toMatchObject({ reason: 'new form', approved_by: 'API key test' });
    await remove(approved.json.id);
  });

  it('are discarded once, by their owner', async () => {
    const [owner, stranger] = [await createTenant(harness), await createTenant(harness)];
    const id = await hold(owner);
    const discard = (by: Tenant) =>
      harness.send({ method: 'POST', url: `/api/v1/held-messages/${id}/discard`, headers: by.headers });
    expectProblem(await discard(stranger), 404, 'not_found');
    expect((await discard(owner)).status).toBe(204);
    expectProblem(await discard(owner), 404, 'not_found');
    expect((await harness.get('/api/v1/held-messages', owner.headers)).json.results).toEqual([]);
    const events = await harness.context.db
      .selectFrom('audit_events')
      .select(['event_type', 'linked_account_id'])
      .where('organization_id', '=', owner.organizationId)
      .where('event_type', '=', 'DISCARDED_HELD_MESSAGE')
      .execute();
    expect(events).toEqual([
      { event_type: 'DISCARDED_HELD_MESSAGE', linked_account_id: owner.linkedAccountId },
    ]);
  });
});
