import { expect } from 'vitest';
import type { Sandbox } from '../../src/sandbox/justworks/index.ts';

/** All that the guest may ever ask of the site: to look, to come in, to answer for itself, and for a report. */
export const ALLOWED_READS = [
  'GET /login',
  'GET /tfa',
  'GET /passkey',
  'GET /companies/choose',
  'GET /dashboard',
  'GET /account/security',
  'GET /invitations/*',
  'GET /settings/company',
  'GET /settings/offices',
  'GET /settings/departments',
  'GET /members/contractors',
  'GET /directory',
  'GET /reports/request',
  'GET /reports/*',
  'GET /report-files/*/*',
];
export const ALLOWED_WRITES = [
  'POST /login',
  'POST /tfa',
  'POST /passkey',
  'POST /companies/choose',
  'POST /invitations/*',
  'POST /account/password',
  'POST /reports/request',
];

/** Where the site sends a guest whose way has ended. */
const DEAD_ENDS = ['GET /password/expired', 'GET /account/closed'];

const OF_THE_API = [
  'POST /oauth/token',
  'POST /v1/oauth/revoke',
  'GET /v1/company',
  'GET /v1/company/custom-fields',
  'GET /v1/members',
  'GET /v1/members/*',
  'GET /v1/members/*/custom-field-values',
  'GET /v1/members/*/tax-id',
  'GET /v1/payrolls',
  'GET /v1/payrolls/*/paystubs',
  'GET /v1/paystubs/*',
  'GET /v1/time-off/policies',
  'GET /v1/time-off/requests',
  'POST /v1/time-off/balances',
  'GET /v1/time-off/balances/*',
];

/** In the browser of the employer's admin, who consents. */
const BY_THE_ADMIN = ['GET /oauth/authorize', 'POST /oauth/authorize/*', 'GET /favicon.ico'];

/** By whoever operates our app at the source. */
const BY_THE_OPERATOR = ['POST /v1/webhooks/get', 'POST /v1/webhooks/*/resume'];

const PATTERNS = [
  ...ALLOWED_READS,
  ...ALLOWED_WRITES,
  ...DEAD_ENDS,
  ...OF_THE_API,
  ...BY_THE_ADMIN,
  ...BY_THE_OPERATOR,
].map((pattern) => new RegExp(`^${pattern.replaceAll('*', '[^/]+')}$`));

/** `*` for what stands in the place of a token. */
export function toRequestShape(entry: { method: string; path: string }): string {
  const [, first, ...rest] = entry.path.split('/');
  const isToken =
    first === 'invitations' || first === 'report-files' || (first === 'reports' && rest[0] !== 'request');
  return `${entry.method} /${[first, ...rest.map((segment) => (isToken ? '*' : segment))].join('/')}`;
}

/** By the sandbox's own journal: nothing was asked of it that is not on the list, with no more in the query than a report's name. */
export function expectGoodManners(sandbox: Pick<Sandbox, 'control'>): void {
  expect(sandbox.control.journal().length).toBeGreaterThan(0);
  expectNothingElseAsked(sandbox);
}

/** The same, where perhaps nothing was asked at all; every whole service ends with it. */
export function expectNothingElseAsked({ control }: Pick<Sandbox, 'control'>): void {
  const journal = control.journal();
  const asked = journal.map(({ method, path }) => `${method} ${path}`);
  expect(asked.filter((request) => !PATTERNS.some((pattern) => pattern.test(request)))).toEqual([]);
  const withQuery = journal.filter(({ query, path }) => query !== '' && !/^\/(v1|oauth)\//.test(path));
  expect(withQuery.filter(({ path }) => path !== '/reports/request')).toEqual([]);
}
