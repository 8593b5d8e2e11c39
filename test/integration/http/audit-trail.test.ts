import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendAuditEvent, BackgroundAudit, SYSTEM } from '../../../src/audit/index.ts';
import { createAppContext } from '../../../src/app-context.ts';
import { buildApp } from '../../../src/http/app.ts';
import { sealedFieldName } from '../../../src/hris/sensitive-fields.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  expectProblem,
  UNREACHABLE_DATABASE,
  type Harness,
  type Tenant,
} from './harness.ts';
import { insertRecord, insertRun } from './records.ts';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  harness = await createHarness({
    MUSTER_OVERRIDES_BY_API: 'true',
  });
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const TRAIL = '/api/v1/audit-trail';
const call = (method: 'POST' | 'PATCH' | 'DELETE', url: string, payload: object = {}, who = tenant) =>
  harness.send({ method, url, headers: who.headers, payload });
const newest = async (query = '', who = tenant) => {
  const answer = await harness.get(`${TRAIL}?${query}`, who.headers);
  expectDocumented(answer, 'GET', TRAIL);
  return answer.json.results as Record<string, any>[];
};

describe('what an operator does is written down with who did it', () => {
  const account = () => `/api/v1/linked-accounts/${tenant.linkedAccountId}`;
  const inserted = async (run: object) => {
    const id = newId();
    await insertRun(harness.context, tenant, { id, ...run });
    return id;
  };
  const cases: [string, string, () => Promise<unknown>, boolean][] = [
    [
      'PATCH organization',
      'CHANGED_ORGANIZATION_SETTINGS',
      () => call('PATCH', '/api/v1/organization', { name: 'Renamed' }),
      false,
    ],
    [
      'PATCH linked account',
      'CHANGED_LINKED_ACCOUNT_SETTINGS',
      () => call('PATCH', account(), { notification_mode: 'daily' }),
      true,
    ],
    ['pause', 'PAUSED_LINKED_ACCOUNT', () => call('POST', `${account()}/pause`), true],
    ['resume', 'RESUMED_LINKED_ACCOUNT', () => call('POST', `${account()}/resume`), true],
    ['resync', 'FORCED_LINKED_ACCOUNT_RESYNC', () => call('POST', '/hris/v1/sync-status/resync'), true],
    [
      'discard',
      'DISCARDED_HELD_RUN',
      async () => {
        await sql`update sync_runs set state = 'failed', finished_at = now() where linked_account_id = ${tenant.linkedAccountId}`.execute(
          harness.context.db,
        );
        const id = await inserted({ state: 'held', finished_at: new Date(), source_summary: '{}' });
        return await call('POST', `/api/v1/sync-runs/${id}/discard`);
      },
      true,
    ],
    ['token', 'REGENERATED_ACCOUNT_TOKEN', () => call('POST', `${account()}/account-token`), true],
    [
      'magic link',
      'GENERATED_MAGIC_LINK',
      () =>
        call('POST', '/hris/v1/link-token', {
          end_user_origin_id: 'magic',
          should_create_magic_link_url: true,
        }),
      true,
    ],
    [
      'API key',
      'CREATED_TEST_API_KEY',
      () => call('POST', '/api/v1/api-keys', { name: 'k', roles: ['read'], environment: 'test' }),
      false,
    ],
    [
      'rotation',
      'REGENERATED_TEST_API_KEY',
      () => call('POST', '/hris/v1/regenerate-key', { name: 'k' }),
      false,
    ],
    ['disconnect', 'DISCONNECTED_LINKED_ACCOUNT', () => call('POST', `${account()}/disconnect`), true],
  ];

  it.each(cases)('%s', async (_name, type, act, isOfAccount) => {
    const answer = (await act()) as { status: number; text: string };
    expect(answer.status, answer.text).toBeLessThan(300);
    const [event] = await newest('page_size=1');
    expect(event).toMatchObject({
      event_type: type,
      actor: { kind: 'api_key', id: tenant.apiKeyId, name: 'test', ip_address: '127.0.0.1' },
    });
    expect(event!['linked_account_id'] !== null).toBe(isOfAccount);
  });

  it('webhook endpoints, from their first day to their last', async () => {
    const { id } = (await call('POST', '/api/v1/webhook-endpoints', { url: 'https://partner.example/hook' }))
      .json;
    await call('PATCH', `/api/v1/webhook-endpoints/${id}`, { status: 'disabled' });
    await call('DELETE', `/api/v1/webhook-endpoints/${id}`);
    const events = (await newest('page_size=3')).reverse();
    expect(events.map((event) => event['event_type'])).toEqual([
      'CREATED_DESTINATION',
      'CHANGED_DESTINATION',
      'DELETED_DESTINATION',
    ]);
    for (const event of events) expect(event['description']).toContain(id);
    expect(JSON.stringify(events)).not.toContain('partner.example');
  });

  it('connector overrides', async () => {
    const { id } = (
      await call('POST', '/api/v1/connector-overrides', {
        integration: 'justworks',
        patch: { reports: { employee_census: { columns: { work_email: ['Company Mailbox'] } } } },
        reason: 'seen',
      })
    ).json;
    await call('DELETE', `/api/v1/connector-overrides/${id}`);
    expect((await newest('page_size=2')).map((event) => event['event_type'])).toEqual([
      'DELETED_CONNECTOR_OVERRIDE',
      'CREATED_CONNECTOR_OVERRIDE',
    ]);
  });

  it('and what is refused is not', async () => {
    const before = await newest('page_size=1');
    for (const answer of [
      await call('PATCH', '/api/v1/organization', { allowed_origins: ['nowhere'] }),
      await call('DELETE', `/api/v1/webhook-endpoints/${newId()}`),
      await call('POST', `/api/v1/linked-accounts/${stranger.linkedAccountId}/pause`),
      await call('DELETE', `/api/v1/api-keys/${stranger.apiKeyId}`),
    ])
      expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await newest('page_size=1')).toEqual(before);
    expect((await newest('', stranger)).every((event) => event['actor'].kind === 'command_line')).toBe(true);
  });
});

describe('whose sensitive fields were read', () => {
  let ids: string[];
  let reader: Tenant;
  beforeAll(async () => {
    reader = await createTenant(harness);
    const { linkedAccountId } = reader;
    ids = [];
    for (const number of ['900-12-0001', '900-12-0002', null]) {
      const id = await insertRecord(harness.context, 'employees', { linkedAccountId });
      ids.push(id);
      if (number !== null) await sealNumber(linkedAccountId, id, number);
    }
  });

  async function sealNumber(linkedAccountId: string, id: string, number: string): Promise<void> {
    const { db, vault } = harness.context;
    const name = sealedFieldName('employee', 'ssn');
    const sealed = await vault.seal(db, { linkedAccountId }, name, number);
    await sql`
      insert into sealed_fields (linked_account_id, model, record_id, field, sealed, fingerprint)
      values (${linkedAccountId}, 'employee', ${id}, 'ssn', ${sealed}, 'f')`.execute(db);
  }

  const reads = async () => {
    const events = await newest('event_type=READ_SENSITIVE_FIELDS', reader);
    return events.map((event) => [event['model'], (event['record_ids'] as string[]).sort()]);
  };

  it('is written with ids alone, of those records that told one', async () => {
    const list = await harness.get('/hris/v1/employees?include_sensitive_fields=true', reader.headers);
    expect(list.text).toContain('900-12-0001');
    await expect.poll(reads).toEqual([['Employee', ids.slice(0, 2).sort()]]);
    await harness.get(`/hris/v1/employees/${ids[1]}?include_sensitive_fields=true`, reader.headers);
    await expect.poll(async () => (await reads())[0]).toEqual(['Employee', [ids[1]]]);
    const [event] = await newest('', reader);
    expect(event).toMatchObject({
      linked_account_id: reader.linkedAccountId,
      actor: { kind: 'api_key', id: reader.apiKeyId },
    });
    expect(JSON.stringify(await newest('', reader))).not.toContain('900-12');
  });

  it('is not written where none was asked for, told or found', async () => {
    const before = await reads();
    await harness.get('/hris/v1/employees', reader.headers);
    await harness.get(`/hris/v1/employees/${ids[2]}?include_sensitive_fields=true`, reader.headers);
    expectProblem(
      await harness.get(`/hris/v1/employees/${newId()}?include_sensitive_fields=true`, reader.headers),
      404,
      'not_found',
    );
    // What is written behind an answer is written in order: with this one, all of them would be there.
    await harness.get(`/hris/v1/employees/${ids[0]}?include_sensitive_fields=true`, reader.headers);
    await expect.poll(reads).toHaveLength(before.length + 1);
  });

  it('is complete after a clean stop', async () => {
    const before = (await reads()).length;
    const { config, secrets, clock, log } = harness.context;
    await using context = createAppContext(config, secrets, 'muster-stops', { clock, log });
    const app = buildApp(context, { maxEventLoopDelayMs: 60_000 });
    const url = `/hris/v1/employees/${ids[0]}?include_sensitive_fields=true`;
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => app.inject({ method: 'GET', url, headers: reader.headers })),
    );
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
    await app.close();
    expect((await newest('event_type=READ_SENSITIVE_FIELDS&page_size=100', reader)).length).toBe(before + 25);
  });

  it('is never forgotten while the database is away: first it waits, then the reading is refused', async () => {
    const { config, secrets } = harness.context;
    const unreachable = { ...config, databaseUrl: UNREACHABLE_DATABASE.DATABASE_URL };
    const lines: string[] = [];
    const write = (_fields: object, event: string) => void lines.push(event);
    const log = { debug: write, info: write, warn: write, error: write };
    await using context = createAppContext(unreachable, secrets, 'muster-away', { log });
    const audit = new BackgroundAudit({ db: context.db, log });
    const event = {
      ...reader,
      actor: SYSTEM,
      type: 'READ_SENSITIVE_FIELDS',
      description: 'Read ssn of 1 record.',
    } as const;
    for (let count = 0; count < 1000; count += 1) await audit.append(event);
    await expect(audit.append(event)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await expect(audit.settle()).rejects.toThrow();
    expect(lines).toContain('audit_events_not_written');
  });
});

describe('the audit trail', () => {
  let trail: Tenant;
  beforeAll(async () => {
    trail = await createTenant(harness);
    for (let count = 0; count < 5; count += 1) {
      await appendAuditEvent(harness.context.db, {
        organizationId: trail.organizationId,
        linkedAccountId: count % 2 === 0 ? trail.linkedAccountId : null,
        actor: SYSTEM,
        type: count < 2 ? 'CHANGED_SCOPES' : 'MUTED_ISSUE',
        description: `Event ${count}.`,
      });
    }
    await sql`
      update audit_events set created_at = '2026-11-01T00:00:00Z'::timestamptz + right(description, 2)::numeric * interval '1 day'
       where organization_id = ${trail.organizationId} and description like 'Event %'`.execute(
      harness.context.db,
    );
  });
  const list = (query: string) => newest(`page_size=100&${query}`, trail);
  const texts = async (query: string) => (await list(query)).map((event) => event['description']);

  it('is filtered by type, time, account and key', async () => {
    expect(await texts('event_type=CHANGED_SCOPES')).toEqual(['Event 1.', 'Event 0.']);
    expect(
      await texts('event_type=CHANGED_SCOPES,MUTED_ISSUE&start_date=2026-11-02&end_date=2026-11-04'),
    ).toEqual(['Event 2.', 'Event 1.']);
    expect(await texts(`linked_account_id=${trail.linkedAccountId}`)).toEqual([
      'Event 4.',
      'Event 2.',
      'Event 0.',
    ]);
    expect(await texts(`api_key_id=${trail.apiKeyId}`)).toEqual([]);
    expect(await texts('event_type=NO_SUCH_TYPE')).toEqual([]);
  });

  it('comes page by page, newest first, and its cursors hold for their filters alone', async () => {
    const page = async (query: string, headers = trail.headers) =>
      await harness.get(`${TRAIL}?page_size=2&event_type=CHANGED_SCOPES,MUTED_ISSUE${query}`, headers);
    const first = await page('');
    const second = await page(`&cursor=${first.json.next}`);
    const third = await page(`&cursor=${second.json.next}`);
    const shown = [first, second, third].flatMap(({ json }) =>
      json.results.map((row: any) => row.description),
    );
    expect(shown).toEqual(['Event 4.', 'Event 3.', 'Event 2.', 'Event 1.', 'Event 0.']);
    expect(third.json.next).toBeNull();
    expect((await page(`&cursor=${second.json.previous}`)).json.results).toEqual(first.json.results);
    const foreign = await page(`&cursor=${first.json.next}`, stranger.headers);
    expectProblem(foreign, 400, 'cursor_invalid', '/cursor');
    expectProblem(await page(`,X&cursor=${first.json.next}`), 400, 'cursor_invalid', '/cursor');
    expectProblem(await page('&start_date=yesterday'), 400, 'invalid_value', '/start_date');
  });

  it.each(['/api/hris/v1', '/hris/v1'])('has the contract’s shape under %s', async (base) => {
    const answer = await harness.get(`${base}/audit-trail?page_size=1&event_type=MUTED_ISSUE`, trail.headers);
    expectDocumented(answer, 'GET', '/api/hris/v1/audit-trail');
    expect(answer.json.results).toEqual([
      {
        id: expect.any(String),
        user_name: null,
        user_email: null,
        role: 'SYSTEM',
        ip_address: null,
        event_type: 'MUTED_ISSUE',
        event_description: 'Event 4.',
        created_at: '2026-11-05T00:00:00Z',
      },
    ]);
    const byMail = await harness.get(`${base}/audit-trail?user_email=a@b.example`, trail.headers);
    expect(byMail.json.results).toEqual([]);
  });

  it('goes with its transaction: what is undone was not done', async () => {
    const undone = harness.context.db.transaction().execute(async (trx) => {
      await appendAuditEvent(trx, {
        organizationId: trail.organizationId,
        linkedAccountId: null,
        actor: SYSTEM,
        type: 'CHANGED_SCOPES',
        description: 'Undone.',
      });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await texts('')).not.toContain('Undone.');
  });
});
