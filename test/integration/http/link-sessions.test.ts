import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
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
  for (const name of ['waits', 'failed', 'expired']) await start(name);
  await start('theirs', stranger);
  const failed = {
    state: 'failed',
    error: 'bad_credentials',
    since: '2026-11-20T08:00:00Z',
    ended: null,
  };
  await pretend('failed', failed);
  await pretend('expired', { ...failed, state: 'expired', error: null, ended: '2026-11-20T09:00:00Z' });
});
afterAll(() => harness[Symbol.asyncDispose]());

const URL = '/api/v1/link-sessions';
const start = (originId: string, who = tenant) =>
  harness.send({
    method: 'POST',
    url: '/hris/v1/link-token',
    headers: who.headers,
    payload: {
      end_user_origin_id: originId,
      end_user_organization_name: `Employer ${originId}`,
      end_user_email_address: `admin@${originId}.example`,
    },
  });

async function pretend(
  originId: string,
  to: { state: string; error: string | null; since: string; ended: string | null },
): Promise<void> {
  await sql`
    update link_sessions session
       set state = ${to.state}, last_error_code = ${to.error}, state_entered_at = ${to.since}, ended_at = ${to.ended}
      from linked_accounts account
     where account.id = session.linked_account_id and account.end_user_origin_id = ${originId}`.execute(
    harness.context.db,
  );
}

const list = async (query = '', who = tenant) => {
  const answer = await harness.get(`${URL}?${query}`, who.headers);
  expectDocumented(answer, 'GET', URL);
  return answer.json.results as Record<string, any>[];
};
const names = async (query: string, who = tenant) =>
  (await list(query, who)).map((session) => session['end_user_origin_id']);

describe('link sessions', () => {
  it('are the open ones unless states are asked for', async () => {
    expect(await names('')).toEqual(['waits', 'failed']);
    expect(await names('state=expired')).toEqual(['expired']);
    expect(await names('state=failed,expired&state=awaiting_consent')).toEqual([
      'waits',
      'failed',
      'expired',
    ]);
    expect(await names('', stranger)).toEqual(['theirs']);
    expectProblem(await harness.get(`${URL}?state=lost`, tenant.headers), 400, 'invalid_value', '/state/0');
  });

  it('tell where each stands, since when and why, and nothing that opens anything', async () => {
    const [waits, failed] = await list('');
    expect(waits).toMatchObject({
      state: 'awaiting_consent',
      last_error: null,
      is_relink: false,
      ended_at: null,
    });
    expect(failed).toMatchObject({
      state: 'failed',
      state_entered_at: '2026-11-20T08:00:00Z',
      connection_method: 'service_account',
      end_user_organization_name: 'Employer failed',
      last_error: {
        code: 'bad_credentials',
        message: 'Justworks refused the service account’s password.',
        fix: expect.stringContaining('add it again'),
      },
    });
    const one = await harness.get(`${URL}/${failed!['id']}`, tenant.headers);
    expectDocumented(one, 'GET', '/api/v1/link-sessions/{id}');
    expect(one.json).toEqual(failed);
    expect(one.text).not.toMatch(/@|hash|sealed|public_token/);
  });

  it('of one account, and page by page', async () => {
    const [, failed] = await list('');
    expect(await names(`linked_account_id=${failed!['linked_account_id']}`)).toEqual(['failed']);
    const first = await harness.get(`${URL}?page_size=1`, tenant.headers);
    const second = await harness.get(`${URL}?page_size=1&cursor=${first.json.next}`, tenant.headers);
    expect(second.json).toMatchObject({ next: null, results: [{ end_user_origin_id: 'failed' }] });
    expectProblem(
      await harness.get(`${URL}?state=failed&cursor=${first.json.next}`, tenant.headers),
      400,
      'cursor_invalid',
      '/cursor',
    );
  });

  it('are nobody else’s', async () => {
    const [theirs] = await list('', stranger);
    for (const id of [theirs!['id'], newId(), 'junk'])
      expectProblem(await harness.get(`${URL}/${id}`, tenant.headers), 404, 'not_found');
    expect(await names(`linked_account_id=${theirs!['linked_account_id']}`)).toEqual([]);
  });

  it('say when they link again what was linked before', async () => {
    await sql`
      update linked_accounts set completed_at = '2026-11-01T00:00:00Z' where end_user_origin_id = 'waits'`.execute(
      harness.context.db,
    );
    expect((await list(''))[0]).toMatchObject({ end_user_origin_id: 'waits', is_relink: true });
  });
});
