import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIssue, resolveIssues } from '../../../src/accounts/index.ts';
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

const WIRE = '/api/hris/v1/issues';
const NATIVE = '/api/v1/issues';

let harness: Harness;
let tenant: Tenant;
let stranger: Tenant;
let other: { linkedAccountId: string; accountToken: string };
beforeAll(async () => {
  harness = await createHarness();
  tenant = await createTenant(harness);
  stranger = await createTenant(harness);
  other = await createLinkedAccount(harness.context, tenant.organizationId, 'second-employer');
  await seed();
});
afterAll(() => harness[Symbol.asyncDispose]());

const call = (method: 'GET' | 'PATCH' | 'POST', url: string, payload?: object, by = tenant) =>
  harness.send({ method, url, headers: by.headers, ...(payload && { payload }) });

/** Three issues of two accounts: of January, closed in March; of February, open; of March in the other account. */
async function seed(): Promise<void> {
  const { db } = harness.context;
  const { organizationId, linkedAccountId } = tenant;
  await openIssue(db, tenant, { code: 'january', description: 'Of January.', details: ['one'] });
  await openIssue(db, tenant, { code: 'february', description: 'Of February.' });
  const scope = { organizationId, linkedAccountId: other.linkedAccountId };
  await openIssue(db, scope, { code: 'march', description: 'Of March.' });
  await openIssue(db, stranger, { code: 'foreign', description: 'Of somebody else.' });
  await resolveIssues(db, { organizationId, linkedAccountId }, 'january');
  await sql`
    update issues set first_incident_time = times.first::timestamptz, last_incident_time = times.last::timestamptz,
           resolved_at = times.ended::timestamptz
      from (values ('january', '2026-01-10', '2026-01-20', '2026-03-05'), ('february', '2026-02-10', '2026-02-20', null),
                   ('march', '2026-03-10', '2026-03-20', null)) times(code, first, last, ended)
     where issues.code = times.code`.execute(db);
}

async function codesOf(query: string): Promise<string[]> {
  const answer = await call('GET', `${WIRE}?${query}`);
  expectDocumented(answer, 'get', WIRE);
  return answer.json.results.map((issue: { error_description: string }) =>
    issue.error_description.slice('Of '.length, -1).toLowerCase(),
  );
}

async function idOf(code: string): Promise<string> {
  const { id } = await harness.context.db
    .selectFrom('issues')
    .select('id')
    .where('code', '=', code)
    .executeTakeFirstOrThrow();
  return id;
}

describe('issues of the HRIS API', () => {
  it.each([
    ['', ['january', 'february', 'march']],
    ['status=RESOLVED', ['january']],
    ['first_incident_time_after=2026-02-10', ['february', 'march']],
    ['first_incident_time_before=2026-02-10', ['january']],
    ['last_incident_time_after=2026-02-20&last_incident_time_before=2026-03-20', ['february']],
    // The last thing that happened to it is its end.
    ['start_date=2026-03-01', ['january', 'march']],
    ['end_date=2026-03-01', ['february']],
    ['integration_name=Justworks', ['january', 'february', 'march']],
    ['integration_name=Another', []],
    ['end_user_organization_name=Employer%20of%20second-employer', ['march']],
    ['account_token=nonsense', []],
  ])('are filtered by %s', async (query, expected) => {
    expect(await codesOf(query)).toEqual(expected);
  });

  it('are those of one account, named by id, by its token or by both', async () => {
    const byId = `linked_account_id=${other.linkedAccountId}`;
    const byToken = `account_token=${other.accountToken}`;
    expect(await codesOf(byId)).toEqual(['march']);
    expect(await codesOf(byToken)).toEqual(['march']);
    expect(await codesOf(`${byId}&${byToken}`)).toEqual(['march']);
    expect(await codesOf(`linked_account_id=${tenant.linkedAccountId}&${byToken}`)).toEqual([]);
    expect(await codesOf(`account_token=${stranger.accountToken}`)).toEqual([]);
  });

  it('have exactly the fields of the contract, one by one as in the list, and for nobody else', async () => {
    const id = await idOf('january');
    const answer = await call('GET', `${WIRE}/${id}`);
    expectDocumented(answer, 'get', `${WIRE}/{id}`);
    expect(answer.json).toEqual({
      id,
      status: 'RESOLVED',
      error_description: 'Of January.',
      error_details: ['one'],
      end_user: {
        origin_id: expect.any(String),
        organization_name: expect.any(String),
        email_address: expect.any(String),
      },
      is_muted: false,
      first_incident_time: '2026-01-10T00:00:00Z',
      last_incident_time: '2026-01-20T00:00:00Z',
    });
    for (const one of [id, newId(), 'nonsense']) {
      expectProblem(await call('GET', `${WIRE}/${one}`, undefined, stranger), 404, 'not_found');
      expectProblem(await call('GET', `${NATIVE}/${one}`, undefined, stranger), 404, 'not_found');
    }
  });

  it('keep a cursor to its filters', async () => {
    const { next } = (await call('GET', `${WIRE}?page_size=1`)).json;
    expect(await codesOf(`page_size=1&cursor=${next}`)).toEqual(['february']);
    const mixed = await call('GET', `${WIRE}?page_size=1&status=ONGOING&cursor=${next}`);
    expectProblem(mixed, 400, 'cursor_invalid', '/cursor');
  });
});

describe('a muted issue', () => {
  it('is left out unless it is asked for, and comes back', async () => {
    const id = await idOf('february');
    const mute = (isMuted: boolean) => call('PATCH', `${NATIVE}/${id}`, { is_muted: isMuted });
    const muted = await mute(true);
    expectDocumented(muted, 'patch', `${NATIVE}/{id}`);
    expect(muted.json).toMatchObject({ is_muted: true, status: 'ONGOING' });
    expect((await mute(true)).status).toBe(200);
    expect(await codesOf('')).toEqual(['january', 'march']);
    expect(await codesOf('include_muted=true')).toEqual(['january', 'february', 'march']);
    const own = await call('GET', `${NATIVE}?is_muted=true`);
    expect(own.json.results.map((issue: { code: string }) => issue.code)).toEqual(['february']);
    await mute(false);
    expect(await codesOf('')).toEqual(['january', 'february', 'march']);
    const events = await harness.context.db
      .selectFrom('audit_events')
      .select('description')
      .where('event_type', '=', 'MUTED_ISSUE')
      .execute();
    expect(events.map(({ description }) => description.split(' ').at(-1))).toEqual(['muted.', 'unmuted.']);
  });

  it("is nobody else's to mute", async () => {
    const url = `${NATIVE}/${await idOf('february')}`;
    expectProblem(await call('PATCH', url, { is_muted: true }, stranger), 404, 'not_found');
    expectProblem(await call('PATCH', url, {}), 400, 'field_missing', '/is_muted');
    expect(await codesOf('')).toContain('february');
  });
});

describe('an account that is being erased', () => {
  it('has no issues for anybody', async () => {
    const gone = await createLinkedAccount(harness.context, tenant.organizationId, 'erased-employer');
    const scope = { organizationId: tenant.organizationId, linkedAccountId: gone.linkedAccountId };
    await openIssue(harness.context.db, scope, { code: 'of the erased', description: 'Of the erased.' });
    const url = `${NATIVE}/${await idOf('of the erased')}`;
    expect((await call('GET', url)).status).toBe(200);
    await sql`update linked_accounts set organization_id = null where id = ${gone.linkedAccountId}`.execute(
      harness.context.db,
    );
    expectProblem(await call('GET', url), 404, 'not_found');
    expectProblem(await call('PATCH', url, { is_muted: true }), 404, 'not_found');
    expectProblem(await call('POST', `${url}/resolve`, { action: 'same' }), 404, 'not_found');
    expect(await codesOf('')).not.toContain('the erased');
  });
});

describe("a linked account's issues", () => {
  it('are its own', async () => {
    const url = `/api/v1/linked-accounts/${other.linkedAccountId}/issues`;
    const answer = await call('GET', url);
    expectDocumented(answer, 'get', '/api/v1/linked-accounts/{id}/issues');
    expect(answer.json.results).toMatchObject([
      { code: 'march', linked_account_id: other.linkedAccountId, question: null },
    ]);
    expectProblem(await call('GET', url, undefined, stranger), 404, 'not_found');
  });
});

describe('an answer to an issue', () => {
  const resolve = (id: string, payload: object, by = tenant) =>
    call('POST', `${NATIVE}/${id}/resolve`, payload, by);

  async function ask(): Promise<{ id: string; recordId: string }> {
    const recordId = newId();
    const code = `question ${recordId}`;
    await openIssue(harness.context.db, tenant, {
      code,
      description: 'Who is it?',
      question: {
        kind: 'maybe_same_person',
        row_key: Buffer.from(recordId).toString('base64url'),
        record_ids: [recordId],
      },
    });
    return { id: await idOf(code), recordId };
  }

  it('is stored and asks for a sync, and may be changed until that is done', async () => {
    const { id, recordId } = await ask();
    const answer = await resolve(id, { action: 'same' });
    expectDocumented(answer, 'post', `${NATIVE}/{id}/resolve`);
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({
      status: 'ONGOING',
      question: { record_ids: [recordId], answer: { action: 'same', record_id: recordId } },
    });
    const other = await resolve(id, { action: 'different' });
    expect(other.json.question.answer).toMatchObject({ action: 'different', record_id: null });
    const runs = await harness.context.db
      .selectFrom('sync_runs')
      .select('state')
      .where('linked_account_id', '=', tenant.linkedAccountId)
      .execute();
    expect(runs).toEqual([{ state: 'queued' }]);
  });

  it('is refused where it is none, and changes nothing then', async () => {
    const { id } = await ask();
    expectProblem(await resolve(id, { action: 'perhaps' }), 400, 'invalid_value', '/action');
    expectProblem(await resolve(id, {}), 400, 'field_missing', '/action');
    const elsewhere = { action: 'same', record_id: newId() };
    expectProblem(await resolve(id, elsewhere), 400, 'record_id_unknown', '/record_id');
    expectProblem(await resolve(id, { action: 'same' }, stranger), 404, 'not_found');
    expectProblem(await resolve(await idOf('february'), { action: 'same' }), 409, 'issue_not_answerable');
    expectProblem(await resolve(await idOf('january'), { action: 'same' }), 409, 'issue_resolved');
    expect((await call('GET', `${NATIVE}/${id}`)).json.question.answer).toBeNull();
  });
});
