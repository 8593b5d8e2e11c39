import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHarness, createTenant, expectProblem, type Harness, type Tenant } from './harness.ts';

let harness: Harness;
let tenant: Tenant;
beforeAll(async () => {
  harness = await createHarness({ MUSTER_HTTP_MAX_BODY_BYTES: '2048' });
  tenant = await createTenant(harness);
});
afterAll(() => harness[Symbol.asyncDispose]());

const post = (payload: string, headers: Record<string, string> = {}) =>
  harness.send({
    method: 'POST',
    url: '/hris/v1/link-token',
    payload,
    headers: { ...tenant.headers, 'content-type': 'application/json', ...headers },
  });

describe('whatever goes wrong is told as JSON in one shape', () => {
  it('unknown addresses and malformed ones', async () => {
    for (const url of ['/', '/api', '/api/hris/v1/nothing', '/api/hris/v1/employees/1/2/3']) {
      expectProblem(await harness.get(url, tenant.headers), 404, 'route_not_found');
    }
    expectProblem(
      await harness.send({ method: 'DELETE', url: '/hris/v1/employees' }),
      404,
      'route_not_found',
    );
    expectProblem(
      await harness.get(`/hris/v1/employees/${'a'.repeat(300)}`, tenant.headers),
      414,
      'path_too_long',
    );
    expectProblem(await harness.get('/hris/v1/employees/%E0%A4%A', tenant.headers), 400, 'request_malformed');
  });

  it('bodies that are cut, no JSON, poisoned, too large or of another type', async () => {
    for (const body of ['{"end_user_origin_id": "a', 'text', '{"__proto__": {"a": 1}}']) {
      expectProblem(await post(body), 400, 'request_malformed');
    }
    expectProblem(await post('{}'), 400, 'field_missing', '/end_user_origin_id');
    expectProblem(
      await post(JSON.stringify({ end_user_origin_id: 'x'.repeat(3000) })),
      413,
      'body_too_large',
    );
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ]) {
      expectProblem(await post('a=b', { 'content-type': type }), 415, 'media_type_unsupported');
    }
  });

  it('before the body of a stranger is read', async () => {
    const answer = await post('x'.repeat(10_000), { authorization: 'Bearer junk' });
    expectProblem(answer, 401, 'api_key_invalid');
  });

  it('an unexpected error, which tells nothing outside and nothing personal in the log', async () => {
    await using broken = await createHarness();
    const { headers } = await createTenant(broken);
    await broken.context.db.schema.alterTable('employees').renameTo('canary_employees').execute();
    const answer = await broken.get('/hris/v1/employees?first_name=Canary', headers);
    expectProblem(answer, 500, 'internal_error');
    expect(answer.text).not.toMatch(/employees|relation|canary/i);
    const line = broken.logLines.find(({ event }) => event === 'request_failed');
    expect(line?.fields).toMatchObject({
      route: '/hris/v1/employees',
      request_id: answer.headers['muster-request-id'],
    });
    expect(JSON.stringify({ ...line?.fields, error: undefined })).not.toContain('Canary');
  });

  it('bytes that are no request, and headers beyond any measure', async () => {
    await harness.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = harness.app.server.address() as { port: number };
    expect(await talk(port, 'NONSENSE\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [^]*"problem_type":"request_malformed"/,
    );
    const long = `GET /?q=${'x'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`;
    expect(await talk(port, long)).toMatch(/^HTTP\/1\.1 431 [^]*"problem_type":"headers_too_large"/);
  });
});

async function talk(port: number, text: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let answer = '';
  const socket = connect({ host: '127.0.0.1', port }, () => socket.write(text));
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(answer));
  return promise;
}

describe('limits', () => {
  it('count per API key, and per address without one; they tell when to come back', async () => {
    await using limited = await createHarness({
      MUSTER_RATE_LIMIT_PER_MINUTE: '3',
      MUSTER_RATE_LIMIT_PER_ADDRESS: '3',
    });
    const [one, two] = [await createTenant(limited), await createTenant(limited)];
    const ask = (headers: Record<string, string>) => limited.get('/hris/v1/linked-accounts', headers);
    for (let i = 0; i < 3; i += 1) expect((await ask(one.headers)).status).toBe(200);
    // One more may pass while this process asks for its next share.
    await ask(one.headers);
    const refused = await ask(one.headers);
    expectProblem(refused, 429, 'rate_limited');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask(two.headers)).status).toBe(200);
    // Each wrong key is another one, but all come from one address.
    for (let i = 0; i < 3; i += 1)
      expect((await ask({ authorization: `Bearer wrong-${i}` })).status).toBe(401);
    expectProblem(await ask({ authorization: 'Bearer wrong-4' }), 429, 'rate_limited');
    // Who shares the address and has a key that was good is not shut out.
    expect((await ask(two.headers)).status).toBe(200);
    for (let i = 0; i < 5; i += 1) expect((await limited.get('/healthz')).status).toBe(200);
  });

  it('shed load with 503 and a time to come back, while health checks go on', async () => {
    // Any delay at all is too much: the plugin measures it once a second.
    await using shedding = await createHarness({}, { maxEventLoopDelayMs: 0.000_001 });
    await shedding.app.ready();
    const { headers } = await createTenant(shedding);
    await expect
      .poll(async () => (await shedding.get('/hris/v1/linked-accounts', headers)).status, { timeout: 10_000 })
      .toBe(503);
    const answer = await shedding.get('/hris/v1/linked-accounts', headers);
    expectProblem(answer, 503, 'overloaded');
    expect(answer.headers['retry-after']).toBe('5');
    expect((await shedding.get('/healthz')).status).toBe(200);
  });
});

it('answers nothing that may be cached, framed or sniffed, and names the request', async () => {
  const { headers } = await harness.get('/hris/v1/linked-accounts', tenant.headers);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  });
  expect(headers['muster-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

it('logs the pattern of a route, never what stands in a path, a query, a header or a body', async () => {
  await using logged = await createHarness();
  const { headers, organizationId } = await createTenant(logged);
  await logged.get('/api/hris/v1/account-token/canary-in-path', headers);
  await logged.get('/hris/v1/employees?first_name=canary-in-query', headers);
  await logged.send({
    method: 'POST',
    url: '/hris/v1/link-token',
    headers,
    payload: { end_user_email_address: 'canary' },
  });
  await logged.get('/canary-nowhere', headers);
  const lines = JSON.stringify(logged.logLines);
  expect(lines).not.toContain('canary');
  expect(lines).not.toContain(headers.authorization.slice(7));
  expect(lines).not.toContain(headers['x-account-token']);
  expect(logged.logLines[0]).toMatchObject({
    event: 'request_answered',
    fields: {
      route: '/api/hris/v1/account-token/:public_token',
      status: 404,
      method: 'GET',
      organization_id: organizationId,
    },
  });
});
