import { describe, expect, test } from 'vitest';
import type { SnapshotItem } from '../../../src/hris/snapshot.ts';
import { createJustworksConnector } from '../../../src/connectors/justworks/index.ts';
import type { FaultInput } from '../../../src/sandbox/justworks/index.ts';
import { REDIRECT_URI, startBothRoutes } from './both-routes-world.ts';

function of<Model extends SnapshotItem['model']>(items: SnapshotItem[], model: Model) {
  return items.filter((item): item is Extract<SnapshotItem, { model: Model }> => item.model === model);
}

describe('the grant', () => {
  test('goes on when an access token ends in between', async () => {
    await using employer = await startBothRoutes();
    const { accessToken } = employer.grant.tokens();
    employer.sandbox.control.expireAccessTokens();
    const { items } = await employer.read('api');
    expect(of(items, 'employee').length).toBeGreaterThan(0);
    expect(employer.grant.tokens().accessToken).not.toBe(accessToken);
  });

  test('ends when the refresh token has ended, when it was revoked, and when it is used twice', async () => {
    await using employer = await startBothRoutes();
    const { connector, context, grant, sandbox } = employer;
    const door = connector.oauth!;
    const first = grant.tokens();
    const second = await door.refresh(context, first.refreshToken!);
    const ended = { code: 'grant_ended', needsRelink: true };
    await expect(door.refresh(context, first.refreshToken!)).rejects.toMatchObject(ended);
    sandbox.control.expireRefreshTokens();
    await expect(door.refresh(context, second.refreshToken!)).rejects.toMatchObject(ended);
    sandbox.control.revokeOAuthGrants();
    await expect(employer.read('api')).rejects.toMatchObject(ended);
  });

  test('is over at the source when it is revoked, once and again', async () => {
    await using employer = await startBothRoutes();
    const { connector, context, grant, sandbox } = employer;
    await connector.oauth!.revoke(context, grant.tokens().refreshToken!);
    expect(sandbox.control.oauthGrants().every(({ revokedAt }) => revokedAt !== null)).toBe(true);
    await connector.oauth!.revoke(context, grant.tokens().refreshToken!);
  });

  test('is not given for a code that is unknown', async () => {
    await using employer = await startBothRoutes();
    const attempt = employer.connector.oauth!.exchangeCode(employer.context, {
      code: 'guessed',
      redirectUri: REDIRECT_URI,
    });
    await expect(attempt).rejects.toMatchObject({ code: 'code_refused' });
  });

  test('asks for what is configured and no more', async () => {
    await using employer = await startBothRoutes({ scopes: 'company.basic:read member.basic:read' });
    expect(employer.sandbox.control.oauthGrants()[0]!.scopes).toEqual([
      'company.basic:read',
      'member.basic:read',
    ]);
    const { items, summary } = await employer.read('api');
    expect(summary.missingCapabilities).toEqual([]);
    expect(new Set(summary.coveredModels)).toEqual(
      new Set(['company', 'location', 'group', 'team', 'employee']),
    );
    for (const { fields } of of(items, 'employee')) {
      expect(fields).toMatchObject({ personal_email: null, date_of_birth: null, start_date: null });
    }
  });
});

describe('what the site has no page for', () => {
  test('payrolls and paystubs add up', async () => {
    await using employer = await startBothRoutes({ companySize: 40 });
    const { items } = await employer.read('api');
    const people = new Set(of(items, 'employee').map(({ remoteId }) => remoteId));
    const runs = new Set(of(items, 'payroll_run').map(({ sourceKey }) => sourceKey));
    const groups = new Set(of(items, 'pay_group').map(({ sourceKey }) => sourceKey));
    const paystubs = of(items, 'employee_payroll_run');
    expect(runs.size).toBeGreaterThan(20);
    expect(paystubs.length).toBeGreaterThan(runs.size);
    for (const { person, refs } of paystubs) {
      expect(people).toContain(person.remoteId);
      expect(runs).toContain(refs.payrollRun);
    }
    const read = paystubs.filter(({ fields }) => fields.earnings !== null);
    expect(read.length).toBeGreaterThan(0);
    expect(read.length).toBeLessThan(paystubs.length);
    for (const { fields } of read) {
      const sum = (amounts: (number | null)[]) =>
        amounts.reduce<number>((total, amount) => total + amount!, 0);
      const kept =
        sum(fields.taxes!.filter((tax) => tax.employer_tax === false).map(({ amount }) => amount)) +
        sum(fields.deductions!.map(({ employee_deduction: amount }) => amount ?? 0));
      expect(sum(fields.earnings!.map(({ amount }) => amount)) - kept).toBeCloseTo(fields.net_pay!, 2);
    }
    for (const { refs } of of(items, 'employee'))
      if (refs.payGroup != null) expect(groups).toContain(refs.payGroup);
    expect(of(items, 'employee').some(({ refs }) => refs.payGroup != null)).toBe(true);
  });

  test('time off lies in days, and its balances belong to people', async () => {
    await using employer = await startBothRoutes({ companySize: 40 });
    const { items } = await employer.read('api');
    const people = new Set(of(items, 'employee').map(({ remoteId }) => remoteId));
    const requests = of(items, 'time_off');
    expect(requests.length).toBeGreaterThan(0);
    for (const { person, fields } of requests) {
      expect(people).toContain(person.remoteId);
      expect(['REQUESTED', 'APPROVED', 'DECLINED', 'CANCELLED']).toContain(fields.status);
      expect(fields.start_time).toMatch(/T00:00:00Z$/);
    }
    const kinds = of(items, 'time_off_balance').map(({ fields }) => fields.policy_type);
    expect(kinds).toContain('VACATION');
    expect(kinds).toContain('SICK');
  });

  test('tax ids come where they are asked for, and people abroad have none', async () => {
    const scopes = 'company.detail:read member.detail:read member.tax_id:read';
    await using employer = await startBothRoutes({ companySize: 40, scopes });
    const { items, summary } = await employer.read('api', { models: ['employee'] });
    const numbers = of(items, 'employee').map(({ fields }) => fields.ssn);
    expect(numbers.some((ssn) => ssn !== null)).toBe(true);
    expect(numbers.some((ssn) => ssn === null)).toBe(true);
    expect(summary.missingCapabilities).toEqual([]);
  });
});

test.each<[FaultInput, string]>([
  [{ fault: 'status_429', path: '/v1', retryAfter: 600 }, 'rate_limited'],
  [{ fault: 'status_429', path: '/v1' }, 'rate_limited'],
  [{ fault: 'status_500', path: '/v1/members' }, 'source_unavailable'],
  [{ fault: 'cut', path: '/v1/members', bytes: 900 }, 'source_unavailable'],
  [{ fault: 'api_malformed', path: '/v1/members' }, 'unexpected_page'],
])('gives up on %j', async (fault, code) => {
  await using employer = await startBothRoutes();
  employer.sandbox.control.addFault(fault);
  await expect(employer.read('api')).rejects.toMatchObject({ code });
});

test.each<FaultInput>([
  { fault: 'status_429', path: '/v1/members', retryAfter: 2, count: 2 },
  { fault: 'status_429', path: '/v1/members', count: 2 },
])('sits out %j', async (fault) => {
  await using employer = await startBothRoutes();
  const plain = await employer.read('api');
  employer.sandbox.control.addFault(fault);
  expect((await employer.read('api')).items).toEqual(plain.items);
});

test.each<FaultInput>([{ fault: 'slow_balances' }, { fault: 'failed_balances' }])(
  'reads the roster without the balances on %j',
  async (fault) => {
    await using employer = await startBothRoutes();
    employer.sandbox.control.addFault(fault);
    const { items, summary } = await employer.read('api');
    expect(of(items, 'time_off_balance')).toEqual([]);
    expect(summary.coveredModels).toContain('employee');
    expect(summary.coveredModels).not.toContain('time_off_balance');
    expect(summary.failures?.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'report_not_ready time_off_balance',
    ]);
  },
);

test('asks the source for nothing but what is on the list', async () => {
  await using employer = await startBothRoutes();
  const before = employer.sandbox.control.journal().length;
  await employer.read('api');
  const asked = employer.sandbox.control.journal().slice(before);
  expect(asked.length).toBeGreaterThan(10);
  for (const { method, path } of asked) {
    const isRead =
      method === 'GET' && /^\/v1\/(company|members|payrolls|paystubs|time-off)(\/|\?|$)/.test(path);
    expect([method, path, isRead || (method === 'POST' && path === '/v1/time-off/balances')]).toEqual([
      method,
      path,
      true,
    ]);
  }
});

test('leaves third parties out, whom the source lists among its members', async () => {
  await using employer = await startBothRoutes();
  const { control } = employer.sandbox;
  await control.addThirdParty({ firstName: 'Tess', lastName: 'Books', workEmail: 'tess@books.example' });
  const { items } = await employer.read('api');
  expect(of(items, 'employee').some(({ fields }) => fields.first_name === 'Tess')).toBe(false);
  expect(of(items, 'employee')).toHaveLength(control.state().members.length);
});

test('takes the webhooks that the source signs', async () => {
  await using employer = await startBothRoutes();
  const { control } = employer.sandbox;
  const { createServer } = await import('node:http');
  const seen: { headers: Record<string, string | string[] | undefined>; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const [app] = control.oauthApps();
  control.registerOAuthApp({
    clientId: app!.clientId,
    webhookUrl: `http://127.0.0.1:${port}/hook`,
    webhookSecret: 'whsec',
  });
  const member = control.state().members[0]!;
  control.editEmployee(member.id, { jobTitle: 'Something new' });
  await control.partnerWebhooks.drain();
  const [delivery] = control.partnerWebhooks.deliveries();
  await control.partnerWebhooks.sendAgain(delivery!.id, { hasBrokenSignature: true });
  server.close();

  const webhooks = createJustworksConnector({
    webhooks: { secret: 'whsec', algorithm: 'sha256', encoding: 'hex', signed: '{timestamp}.{body}' },
  }).sourceWebhooks!;
  const now = employer.clock.now();
  expect(seen.length).toBe(2);
  expect(webhooks.read({ ...seen[0]!, now })).toMatchObject({
    type: 'member.profile.updated',
    remoteCompanyId: control.state().company.id,
  });
  expect(() => webhooks.read({ ...seen[1]!, now })).toThrowError(
    expect.objectContaining({ kind: 'unauthenticated' }),
  );
});
