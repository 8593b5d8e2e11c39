import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { createAppContext, type AppContext } from '../../../src/app-context.ts';
import { createApiKey } from '../../../src/auth/index.ts';
import { buildApp } from '../../../src/http/app.ts';
import { MINUTE_MS } from '../../../src/lib/duration.ts';
import { RateLimits, sweepTraffic } from '../../../src/traffic/index.ts';
import { createDb, createPool } from '../../../src/db/client.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  createHarness,
  createLinkedAccount,
  createTenant,
  expectProblem,
  UNREACHABLE_DATABASE,
  type Harness,
  type Tenant,
} from './harness.ts';

const PER_KEY = 60;
const PER_ACCOUNT = 20;
/** A twentieth of a limit is leased at once. */
const [KEY_BLOCK, ACCOUNT_BLOCK] = [3, 1];

let harness: Harness;
let otherContext: AppContext;
let other: FastifyInstance;

beforeAll(async () => {
  harness = await createHarness({
    MUSTER_RATE_LIMIT_PER_MINUTE: String(PER_KEY),
    MUSTER_RATE_LIMIT_PER_ACCOUNT: String(PER_ACCOUNT),
  });
  const { config, secrets } = harness.context;
  otherContext = createAppContext(config, secrets, 'muster-http-test-2', {
    clock: harness.clock,
    log: harness.context.log,
  });
  other = buildApp(otherContext, { maxEventLoopDelayMs: 60_000 });
});
afterAll(async () => {
  await other.close();
  await otherContext[Symbol.asyncDispose]();
  await harness[Symbol.asyncDispose]();
});

async function ask(app: FastifyInstance, url: string, headers: Record<string, string>) {
  return app.inject({ method: 'GET', url, headers });
}

/** How many of `requests` pass, sent by turns to both processes. */
async function countPassed(tenant: Tenant, url: string, requests: number): Promise<number> {
  let passed = 0;
  for (let place = 0; place < requests; place += 1) {
    const answer = await ask(place % 2 === 0 ? harness.app : other, url, tenant.headers);
    expect([200, 429]).toContain(answer.statusCode);
    if (answer.statusCode === 200) passed += 1;
  }
  return passed;
}

describe('two processes on one database', () => {
  it('let through one key’s limit together, and at most one block each on top', async () => {
    const tenant = await createTenant(harness);
    const passed = await countPassed(tenant, '/api/v1/issues', 3 * PER_KEY);
    expect(passed).toBeGreaterThanOrEqual(PER_KEY);
    expect(passed).toBeLessThanOrEqual(PER_KEY + 2 * KEY_BLOCK);
    harness.clock.advance(MINUTE_MS);
    const later = await countPassed(tenant, '/api/v1/issues', 3 * PER_KEY);
    expect(passed + later).toBeGreaterThanOrEqual(2 * PER_KEY - KEY_BLOCK);
    expect(passed + later).toBeLessThanOrEqual(2 * PER_KEY + 2 * KEY_BLOCK);
  });

  it('refuse nobody in a burst that the limit allows', async () => {
    const tenant = await createTenant(harness);
    const burst = Array.from({ length: PER_KEY }, () => harness.get('/api/v1/issues', tenant.headers));
    expect((await Promise.all(burst)).map(({ status }) => status)).toEqual(Array(PER_KEY).fill(200));
  });

  it('count an account by itself, whichever key asks', async () => {
    const tenant = await createTenant(harness);
    const { key } = await createApiKey(harness.context.db, {
      organizationId: tenant.organizationId,
      name: 'second',
      environment: 'live',
    });
    const passed = await countPassed(tenant, '/api/hris/v1/companies', 2 * PER_ACCOUNT);
    expect(passed).toBeGreaterThanOrEqual(PER_ACCOUNT);
    expect(passed).toBeLessThanOrEqual(PER_ACCOUNT + 2 * ACCOUNT_BLOCK);
    const bySecondKey = { ...tenant.headers, authorization: `Bearer ${key}` };
    expect((await ask(other, '/api/hris/v1/companies', bySecondKey)).statusCode).toBe(429);
    const neighbour = await createLinkedAccount(harness.context, tenant.organizationId, newId());
    const aboutNeighbour = { ...tenant.headers, 'x-account-token': neighbour.accountToken };
    expect((await ask(other, '/api/hris/v1/companies', aboutNeighbour)).statusCode).toBe(200);
  });
});

it('tells what is left in the usual headers, and when to come back', async () => {
  const tenant = await createTenant(harness);
  const first = await harness.get('/api/v1/issues', tenant.headers);
  expect(first.headers).toMatchObject({
    'ratelimit-limit': String(PER_KEY),
    'x-ratelimit-limit': String(PER_KEY),
  });
  expect(first.headers['ratelimit-remaining']).toBe(first.headers['x-ratelimit-remaining']);
  await countPassed(tenant, '/api/v1/issues', PER_KEY + 2 * KEY_BLOCK + 2);
  const refused = await harness.get('/api/v1/issues', tenant.headers);
  expectProblem(refused, 429, 'rate_limited');
  expect(refused.headers['ratelimit-remaining']).toBe('0');
  const [wait, reset] = [refused.headers['retry-after'], refused.headers['ratelimit-reset']].map(Number);
  expect(wait).toBeGreaterThan(0);
  expect(reset).toBe(60);
});

it('does not count wrong keys for the organization, and forgets who was silent for an hour', async () => {
  const tenant = await createTenant(harness);
  await harness.get('/api/v1/issues', { authorization: 'Bearer wrong' });
  await harness.get('/api/v1/issues', tenant.headers);
  const buckets = () =>
    harness.context.db
      .selectFrom('rate_limit_buckets')
      .select('subject_id')
      .where('organization_id', '=', tenant.organizationId)
      .execute();
  await expect.poll(buckets).toEqual([{ subject_id: tenant.apiKeyId }]);
  await sweepTraffic({ db: harness.context.db, clock: harness.clock });
  expect(await buckets()).toHaveLength(1);
  harness.clock.advance(61 * MINUTE_MS);
  await sweepTraffic({ db: harness.context.db, clock: harness.clock });
  expect(await buckets()).toEqual([]);
});

it('goes on for itself while the database is away, within the limit, and shares again when it is back', async () => {
  const lines: string[] = [];
  const write = (_fields: object, event: string) => void lines.push(event);
  const log = { debug: write, info: write, warn: write, error: write };
  const unreachable = createPool({
    url: UNREACHABLE_DATABASE.DATABASE_URL,
    maxConnections: 1,
    applicationName: 'muster-test',
    onError: () => undefined,
  });
  const db = createDb(unreachable);
  const deps = { db, clock: harness.clock, log };
  const limits = new RateLimits(deps);
  const limited = {
    subject: { kind: 'api_key' as const, organizationId: newId(), id: newId() },
    limit: PER_KEY,
  };
  const countTaken = async (): Promise<number> => {
    let taken = 0;
    for (let place = 0; place < 2 * PER_KEY; place += 1) {
      if ((await limits.take([limited])).isAllowed) taken += 1;
      await limits.settle();
    }
    return taken;
  };
  expect(await countTaken()).toBeLessThanOrEqual(KEY_BLOCK);
  expect(lines).toContain('rate_limits_not_shared');
  harness.clock.advance(MINUTE_MS);
  expect(await countTaken()).toBeGreaterThanOrEqual(PER_KEY - KEY_BLOCK);
  await db.destroy();

  deps.db = harness.context.db;
  harness.clock.advance(MINUTE_MS);
  expect(await countTaken()).toBeGreaterThanOrEqual(PER_KEY);
  const { rows } = await sql<{ tokens: number }>`
    select tokens from rate_limit_buckets where subject_id = ${limited.subject.id}`.execute(
    harness.context.db,
  );
  expect(rows[0]!.tokens).toBeLessThan(1);
});
