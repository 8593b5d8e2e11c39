import { createServer } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIssue } from '../../../src/accounts/index.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { appendEvent } from '../../../src/webhooks/index.ts';
import {
  createHarness,
  createTenant,
  expectDocumented,
  UNREACHABLE_DATABASE,
  type Harness,
} from './harness.ts';
import { insertRun } from './records.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

describe('health', () => {
  it('is alive without asking the database', async () => {
    await using alone = await createHarness(UNREACHABLE_DATABASE);
    const answer = await alone.get('/healthz');
    expectDocumented(answer, 'get', '/healthz');
    const readiness = await alone.get('/readyz');
    expect([readiness.status, readiness.json.status]).toEqual([503, 'failed']);
    expect(readiness.json.checks[0]).toEqual({
      name: 'database',
      status: 'failed',
      detail: 'It does not answer as it should.',
    });
  });

  it('is ready when everything holds', async () => {
    const answer = await harness.get('/readyz');
    expectDocumented(answer, 'get', '/readyz');
    expect([answer.status, answer.json.status]).toEqual([200, 'ok']);
    expect(answer.json.checks.map((check: any) => check.name)).toEqual(['database', 'migrations', 'queue']);
  });

  it('is not ready while a migration is pending', async () => {
    await using behind = await createHarness();
    await sql`delete from kysely_migration where name = (select max(name) from kysely_migration)`.execute(
      behind.context.db,
    );
    const answer = await behind.get('/readyz');
    expect(answer.status).toBe(503);
    expect(answer.json.checks[1]).toEqual({
      name: 'migrations',
      status: 'failed',
      detail: '1 pending; run `muster migrate`.',
    });
  });

  it('is degraded, but serves, when no worker takes the jobs', async () => {
    await using stuck = await createHarness();
    await sql`select graphile_worker.add_job('dispatch_outbox', '{}'::json, run_at => now() - interval '10 minutes')`.execute(
      stuck.context.db,
    );
    const answer = await stuck.get('/readyz');
    expect([answer.status, answer.json.status, answer.json.checks[2].status]).toEqual([
      200,
      'degraded',
      'degraded',
    ]);
  });

  it('asks the mail door where it stands in the same process', async () => {
    const greeting = { text: '220 muster ESMTP\r\n' };
    const door = createServer((socket) => socket.end(greeting.text)).listen(0, '127.0.0.1');
    await new Promise((resolve) => door.once('listening', resolve));
    const { port } = door.address() as { port: number };
    await using withMail = await createHarness({}, { mailDoor: { host: '127.0.0.1', port } });
    const mail = async () => {
      const answer = await withMail.get('/readyz');
      return [answer.status, answer.json.checks[3]];
    };
    expect(await mail()).toEqual([200, { name: 'mail', status: 'ok', detail: 'greets' }]);
    greeting.text = '421 busy\r\n';
    expect(await mail()).toEqual([503, { name: 'mail', status: 'failed', detail: 'It does not greet.' }]);
    await new Promise((resolve) => door.close(resolve));
    expect(await mail()).toEqual([
      503,
      { name: 'mail', status: 'failed', detail: 'It takes no connection.' },
    ]);
  });
});

it('gives figures of the process, of requests by pattern, and of the database as it is now', async () => {
  const tenant = await createTenant(harness);
  const { db } = harness.context;
  await harness.get('/hris/v1/employees/canary', tenant.headers);
  const before = (await harness.get('/metrics')).text;
  expect(before).toMatch(/^muster_open_issues 0$/m);
  await openIssue(db, tenant, { code: 'x', description: 'x' });
  await insertRun(harness.context, tenant, { state: 'held', finished_at: new Date() });
  await insertRun(harness.context, tenant, { state: 'failed', finished_at: '2020-01-01T00:00:00Z' });
  await inTransaction(db, (trx) => appendEvent(trx, tenant, { type: 'sync.held', data: {} }));
  await sql`select graphile_worker.add_job('dispatch_outbox', '{}'::json, run_at => now() - interval '90 seconds')`.execute(
    db,
  );
  const { text, headers } = await harness.get('/metrics');
  expect(headers['content-type']).toContain('text/plain');
  expect(text).toMatch(/^muster_open_issues 1$/m);
  // The issue is announced too.
  expect(text).toMatch(/^muster_outbox_undispatched 2$/m);
  expect(text).toMatch(/^muster_sync_runs\{state="held"\} 1$/m);
  expect(text).not.toContain('state="failed"');
  expect(Number(/^muster_queue_age_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(90);
  expect(text).toMatch(
    /muster_http_request_duration_seconds_count\{method="GET",route="\/hris\/v1\/employees\/:id",status="404"\} 1/,
  );
  expect(text).toContain('process_cpu_seconds_total');
  expect(text).not.toContain('canary');
});
