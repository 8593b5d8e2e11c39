import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHarness, createTenant, expectProblem, type Harness, type Tenant } from './harness.ts';

const AT_ONCE = 4;
let harness: Harness;
let tenant: Tenant;

beforeAll(async () => {
  harness = await createHarness({ MUSTER_MAX_REQUESTS_AT_ONCE: String(AT_ONCE) });
  tenant = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const ask = () => harness.get('/api/hris/v1/companies', tenant.headers);

it('refuses at once what comes on top, goes on with the rest, answers health checks and recovers', async () => {
  const lock = await harness.context.pool.connect();
  try {
    await lock.query('begin; lock table companies in access exclusive mode');
    const atWork = Array.from({ length: AT_ONCE }, ask);
    for (let round = 0; round < 20; round += 1) {
      const refused = await ask();
      expectProblem(refused, 503, 'overloaded');
      expect(refused.headers['retry-after']).toBe('5');
    }
    expect((await harness.get('/healthz')).status).toBe(200);
    expect((await harness.get('/readyz')).status).toBe(200);
    expect((await harness.get('/metrics')).status).toBe(200);
    await lock.query('commit');
    expect((await Promise.all(atWork)).map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200));
  } finally {
    lock.release();
  }
  for (let round = 0; round < 3; round += 1) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, ask));
    expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200));
  }
});

it('keeps no room for who waits for news, nor for who has gone', async () => {
  const waiting = Array.from({ length: 2 * AT_ONCE }, () =>
    harness
      .get('/api/v1/changes?cursor=latest', tenant.headers)
      .then(async ({ json }) =>
        harness.get(`/api/v1/changes?wait=1&cursor=${encodeURIComponent(json.next)}`, tenant.headers),
      ),
  );
  expect((await ask()).status).toBe(200);
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(Array(2 * AT_ONCE).fill(200));

  const lock = await harness.context.pool.connect();
  try {
    await harness.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = harness.app.server.address() as { port: number };
    await lock.query('begin; lock table companies in access exclusive mode');
    const gone = new AbortController();
    // The question below takes room too: who is refused for that asks again.
    const hang = async (): Promise<string> => {
      const url = `http://127.0.0.1:${port}/api/hris/v1/companies`;
      for (;;) {
        const end = await fetch(url, { headers: tenant.headers, signal: gone.signal }).then(
          ({ status }) => String(status),
          (error: Error) => error.name,
        );
        if (end !== '503') return end;
      }
    };
    const left = Array.from({ length: AT_ONCE }, hang);
    await expect
      .poll(async () => (await harness.get('/api/v1/issues', tenant.headers)).status, { timeout: 20_000 })
      .toBe(503);
    gone.abort();
    expect(await Promise.all(left)).toEqual(Array(AT_ONCE).fill('AbortError'));
    await expect
      .poll(async () => (await harness.get('/api/v1/issues', tenant.headers)).status, { timeout: 20_000 })
      .toBe(200);
    await lock.query('commit');
  } finally {
    lock.release();
  }
});
