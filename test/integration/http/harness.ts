import { randomBytes } from 'node:crypto';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { expect } from 'vitest';
import { Check } from 'typebox/schema';
import { createAppContext, type AppContext } from '../../../src/app-context.ts';
import { createApiKey, createOrganization } from '../../../src/auth/index.ts';
import { readConfiguration } from '../../../src/config/env.ts';
import { createToken, hashToken } from '../../../src/crypto/token-hash.ts';
import { buildApp, type HttpOptions } from '../../../src/http/app.ts';
import { buildOpenApi } from '../../../src/http/openapi.ts';
import { newId } from '../../../src/lib/ids.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { findUndocumented } from '../../support/documented-answer.ts';
import { fitsExactly } from '../../support/exact-schema.ts';
import { ManualClock } from '../../support/manual-clock.ts';

export interface Tenant {
  organizationId: string;
  apiKeyId: string;
  key: string;
  linkedAccountId: string;
  accountToken: string;
  headers: { authorization: string; 'x-account-token': string };
}

export interface Harness extends AsyncDisposable {
  app: FastifyInstance;
  context: AppContext;
  database: TestDatabase;
  clock: ManualClock;
  logLines: { fields: object; event: string }[];
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  send(options: InjectOptions): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  json: any;
}

/** The whole HTTP door on a database of its own, without listening. */
export async function createHarness(
  environment: Record<string, string> = {},
  options: HttpOptions = {},
): Promise<Harness> {
  const database = await createTestDatabase();
  const { config, secrets } = readConfiguration({
    DATABASE_URL: database.url,
    LINK_MAIL_DOMAIN: 'link.muster.test',
    MUSTER_JUSTWORKS_WEB: 'acknowledged',
    MUSTER_SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    MUSTER_RATE_LIMIT_PER_MINUTE: '100000',
    MUSTER_RATE_LIMIT_PER_ACCOUNT: '100000',
    MUSTER_RATE_LIMIT_PER_ADDRESS: '100000',
    ...environment,
  });
  const clock = new ManualClock();
  const logLines: Harness['logLines'] = [];
  const context = createAppContext(config, secrets, 'muster-http-test', {
    clock,
    log: recordingLogger(logLines),
  });
  const app = buildApp(context, {
    maxEventLoopDelayMs: 60_000,
    // What a test changes is so at once.
    principals: { lifeMs: 0 },
    ...options,
  });
  const send = async (request: InjectOptions): Promise<Answer> => {
    const response = await app.inject(request);
    const isJson = response.body !== '' && String(response.headers['content-type']).includes('json');
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      json: isJson ? response.json() : undefined,
    };
    // Every answer of every test, good or bad, is one that the document knows.
    const { method = 'GET', url } = request;
    const finding = typeof url === 'string' ? findUndocumented(document, { method, url }, answer) : null;
    if (finding !== null) throw new Error(finding);
    return answer;
  };
  return {
    app,
    context,
    database,
    clock,
    logLines,
    send,
    get: (url, headers = {}) => send({ method: 'GET', url, headers }),
    async [Symbol.asyncDispose]() {
      await app.close();
      await context[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

function recordingLogger(lines: Harness['logLines']): Logger {
  const write = (fields: object, event: string) => void lines.push({ fields, event });
  return { debug: write, info: write, warn: write, error: write };
}

/** A setting under which every question to the database fails. */
export const UNREACHABLE_DATABASE = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' };

let tenants = 0;

/** An organization with an API key and one linked account. */
export async function createTenant({ context }: Pick<Harness, 'context'>): Promise<Tenant> {
  tenants += 1;
  const { id: organizationId } = await createOrganization(context.db, { name: `Partner ${tenants}` });
  const { id: apiKeyId, key } = await createApiKey(context.db, {
    organizationId,
    name: 'test',
    environment: 'live',
  });
  const account = await createLinkedAccount(context, organizationId, `employer-${tenants}`);
  const headers = { authorization: `Bearer ${key}`, 'x-account-token': account.accountToken };
  return { organizationId, apiKeyId, key, ...account, headers };
}

export async function createLinkedAccount(
  context: AppContext,
  organizationId: string,
  originId: string,
  extra: Record<string, unknown> = {},
): Promise<{ linkedAccountId: string; accountToken: string }> {
  const linkedAccountId = newId();
  const accountToken = createToken('live', 'acct');
  await context.db
    .insertInto('linked_accounts')
    .values({
      id: linkedAccountId,
      organization_id: organizationId,
      integration: 'justworks',
      end_user_origin_id: originId,
      end_user_organization_name: `Employer of ${originId}`,
      end_user_email_address: `admin@${originId}.example`,
      status: 'COMPLETE',
      connection_method: 'service_account',
      sync_interval_seconds: 86_400,
      account_token_hash: hashToken(accountToken),
      is_test_account: false,
      completed_at: '2026-11-01T00:00:00.5Z',
      ...extra,
    } as never)
    .execute();
  return { linkedAccountId, accountToken };
}

/** The admin of a link session agrees to what is shown at this moment. */
export async function consentTo(
  { get, send }: Pick<Harness, 'get' | 'send'>,
  linkToken: string,
  given: object = {},
): Promise<Answer> {
  const headers = { authorization: `Bearer ${linkToken}` };
  const { json } = await get('/link/api/session', headers);
  return await send({
    method: 'POST',
    url: '/link/api/session/consent',
    headers,
    payload: {
      agreement: json.consent?.agreement ?? 'not asked for',
      person_name: 'Dana Whitfield',
      is_authorized: true,
      ...given,
    },
  });
}

const document = (await buildOpenApi()) as any;

/** Holds a good answer to the schema that the OpenAPI document gives for it: no field missing, none more. */
export function expectDocumented(answer: Answer, method: string, path: string): void {
  expect(answer.status, answer.text).toBeLessThan(300);
  const operation = document.paths[path]?.[method.toLowerCase()];
  const response = operation?.responses[String(answer.status)];
  expect(response, `${method} ${path} documents ${answer.status}`).toBeDefined();
  const schema = response.content['application/json'].schema;
  const matches = fitsExactly(document, schema, answer.json);
  expect(matches, `${method} ${path} -> ${answer.text.slice(0, 2000)}`).toBe(true);
}

export function expectProblem(answer: Answer, status: number, problemType: string, pointer = ''): void {
  expect({ status: answer.status, errors: answer.json?.errors }).toMatchObject({
    status,
    errors: [{ problem_type: problemType, source: { pointer } }],
  });
  expect(
    Check({ ...document.components.schemas.Problem, components: document.components }, answer.json),
  ).toBe(true);
}
