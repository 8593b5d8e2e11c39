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
});
afterAll(() => harness[Symbol.asyncDispose]());

const call = (method: 'GET' | 'POST', url: string, who: Tenant = tenant) =>
  harness.send({ method, url, headers: who.headers, ...(method === 'POST' && { payload: {} }) });
const runsUrl = (who: Tenant = tenant) => `/api/v1/linked-accounts/${who.linkedAccountId}/sync-runs`;

/** A run that has ended, `minute` minutes into the hour. */
async function addRun(state: string, minute: number, extra: Record<string, unknown> = {}): Promise<string> {
  const id = newId();
  const at = `2026-11-22T10:${String(minute).padStart(2, '0')}:00Z`;
  await harness.context.db
    .insertInto('sync_runs')
    .values({
      id,
      linked_account_id: tenant.linkedAccountId,
      organization_id: tenant.organizationId,
      state,
      trigger: 'schedule',
      is_initial: false,
      queued_at: at,
      started_at: at,
      staged_at: at,
      finished_at: at,
      source_summary: JSON.stringify({ reports: [], unknownWords: [] }),
      source_hash: Buffer.from(id),
      ...extra,
    } as never)
    .execute();
  return id;
}

async function addEvent(runId: string, type: string, data: object): Promise<void> {
  await sql`
    insert into outbox_events (id, organization_id, linked_account_id, sync_run_id, type, data, occurred_at)
    values (${newId()}, ${tenant.organizationId}, ${tenant.linkedAccountId}, ${runId}, ${type}, ${JSON.stringify(data)}, now())`.execute(
    harness.context.db,
  );
}

const COUNTS = { added: 1, updated: 2, deleted: 0, unchanged: 3, skipped: 0 };

describe('sync runs', () => {
  it('are listed newest first, in pages and by state, and retrieved', async () => {
    const first = await addRun('succeeded', 1, { counts: JSON.stringify({ employee: COUNTS }) });
    const second = await addRun('failed', 2, { error_code: 'source_unavailable' });
    const third = await addRun('unchanged', 3, { staged_at: null });
    const all = await call('GET', runsUrl());
    expectDocumented(all, 'get', '/api/v1/linked-accounts/{id}/sync-runs');
    expect(all.json.results.map((run: any) => run.id)).toEqual([third, second, first]);
    const page = await call('GET', `${runsUrl()}?page_size=2`);
    const rest = await call('GET', `${runsUrl()}?page_size=2&cursor=${page.json.next}`);
    expect(rest.json.results.map((run: any) => run.id)).toEqual([first]);
    const back = await call('GET', `${runsUrl()}?page_size=2&cursor=${rest.json.previous}`);
    expect(back.json.results).toEqual(page.json.results);
    const failed = await call('GET', `${runsUrl()}?state=failed`);
    expect(failed.json.results).toMatchObject([{ id: second, error_code: 'source_unavailable' }]);
    const one = await call('GET', `${runsUrl()}/${first}`);
    expectDocumented(one, 'get', '/api/v1/linked-accounts/{id}/sync-runs/{run_id}');
    expect(one.json).toMatchObject({ counts: { employee: COUNTS }, durations_ms: { applying: 0 } });
  });

  it('say what they changed, in the order in which it was told', async () => {
    const run = await addRun('succeeded', 4);
    const changes = [{ field: 'last_name', before: 'Ash', after: 'Birch' }];
    await addEvent(run, 'employee.updated', { record: { id: 'a' }, changes, sequence: 2 });
    await addEvent(run, 'employee.terminated', { record: { id: 'a' } });
    await addEvent(run, 'location.deleted', { record: { id: 'b' }, changes: [], sequence: 3 });
    await addEvent(run, 'sync.completed', {});
    const url = `${runsUrl()}/${run}/changes`;
    const answer = await call('GET', url);
    expectDocumented(answer, 'get', '/api/v1/linked-accounts/{id}/sync-runs/{run_id}/changes');
    expect(answer.json.results).toEqual([
      { model: 'employee', action: 'updated', record: { id: 'a' }, changes },
      {
        model: 'location',
        action: 'deleted',
        record: { id: 'b' },
        changes: [{ field: 'remote_was_deleted', before: false, after: true }],
      },
    ]);
    const page = await call('GET', `${url}?page_size=1`);
    const rest = await call('GET', `${url}?page_size=1&cursor=${page.json.next}`);
    expect([page.json.results, rest.json.results].flat()).toEqual(answer.json.results);
  });

  it('refuse junk', async () => {
    const run = await addRun('succeeded', 5);
    expectProblem(await call('GET', `${runsUrl()}?state=lost`), 400, 'invalid_value', '/state');
    expectProblem(await call('GET', `${runsUrl()}?cursor=junk`), 400, 'cursor_invalid', '/cursor');
    expectProblem(
      await call('GET', `${runsUrl()}/${run}/changes?cursor=junk`),
      400,
      'cursor_invalid',
      '/cursor',
    );
  });

  it("are nobody else's: no key 401; another organization's, another account's, unknown and junk ids are 404", async () => {
    const run = await addRun('held', 6);
    const reads = [runsUrl(), `${runsUrl()}/${run}`, `${runsUrl()}/${run}/changes`];
    const writes = [`/api/v1/sync-runs/${run}/release`, `/api/v1/sync-runs/${run}/discard`];
    for (const url of reads) {
      expectProblem(await harness.get(url), 401, 'authorization_missing');
      expectProblem(await call('GET', url, stranger), 404, 'not_found');
    }
    for (const url of writes) {
      expectProblem(await harness.send({ method: 'POST', url, payload: {} }), 401, 'authorization_missing');
      expectProblem(await call('POST', url, stranger), 404, 'not_found');
      expectProblem(await call('POST', url.replace(run, newId())), 404, 'not_found');
      expectProblem(await call('POST', url.replace(run, 'junk')), 404, 'not_found');
    }
    expectProblem(await call('GET', `${runsUrl(stranger)}/${run}`, stranger), 404, 'not_found');
    expectProblem(await call('GET', `${runsUrl(stranger)}/${run}/changes`, stranger), 404, 'not_found');
    expectProblem(await call('GET', `${runsUrl()}/${newId()}`), 404, 'not_found');
    expectProblem(await call('GET', '/api/v1/linked-accounts/junk/sync-runs'), 404, 'not_found');
    const { state } = await harness.context.db
      .selectFrom('sync_runs')
      .select('state')
      .where('id', '=', run)
      .executeTakeFirstOrThrow();
    expect(state).toBe('held');
    await call('POST', `/api/v1/sync-runs/${run}/discard`);
  });
});

describe('POST /api/v1/sync-runs/{id}', () => {
  it('discards a held run, again and again', async () => {
    const run = await addRun('held', 7);
    for (let time = 0; time < 2; time += 1) {
      const answer = await call('POST', `/api/v1/sync-runs/${run}/discard`);
      expectDocumented(answer, 'post', '/api/v1/sync-runs/{id}/discard');
      expect(answer.json).toMatchObject({ id: run, state: 'discarded' });
    }
  });

  it('neither releases nor discards what is not held, and names what took its place', async () => {
    const successor = await addRun('succeeded', 9);
    const run = await addRun('superseded', 8, { superseded_by: successor });
    for (const action of ['release', 'discard']) {
      const answer = await call('POST', `/api/v1/sync-runs/${run}/${action}`);
      expectProblem(answer, 409, 'run_not_held');
      expect(answer.json.detail).toContain(successor);
    }
  });

  it('does not release for an account that is not linked, nor what it no longer has staged', async () => {
    const run = await addRun('held', 10);
    const release = () => call('POST', `/api/v1/sync-runs/${run}/release`);
    expectProblem(await release(), 409, 'held_diff_lost');
    const setStatus = (status: string) =>
      sql`update linked_accounts set status = ${status} where id = ${tenant.linkedAccountId}`.execute(
        harness.context.db,
      );
    await setStatus('RELINK_NEEDED');
    expectProblem(await release(), 409, 'account_not_linked');
    await setStatus('COMPLETE');
  });
});
