import { Value } from 'typebox/value';
import { invalidInput } from '../../../lib/app-error.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../lib/duration.ts';
import { mergeDeep } from '../web/site.ts';
import { ApiDescription } from './api-schema.ts';
import { DEFAULT_FIELDS } from './default-fields.ts';

const DEFAULT_DESCRIPTION: ApiDescription = {
  authorizeOrigin: 'https://payroll.justworks.com',
  apiOrigin: 'https://public-api.justworks.com',
  userAgent: 'Muster/0.1',
  allowedRequests: [
    'POST /oauth/token',
    'POST /v1/oauth/revoke',
    'GET /v1/company',
    'GET /v1/company/custom-fields',
    'GET /v1/members',
    'GET /v1/members/*/custom-field-values',
    'GET /v1/members/*/tax-id',
    'GET /v1/payrolls',
    'GET /v1/payrolls/*/paystubs',
    'GET /v1/paystubs/*',
    'GET /v1/time-off/policies',
    'GET /v1/time-off/requests',
    // Asks for a report; changes nothing.
    'POST /v1/time-off/balances',
    'GET /v1/time-off/balances/*',
  ],
  paths: {
    authorize: '/oauth/authorize',
    token: '/oauth/token',
    revoke: '/v1/oauth/revoke',
    company: '/v1/company',
    customFields: '/v1/company/custom-fields',
    members: '/v1/members',
    customFieldValues: '/v1/members/{id}/custom-field-values',
    taxId: '/v1/members/{id}/tax-id',
    payrolls: '/v1/payrolls',
    paystubs: '/v1/payrolls/{id}/paystubs',
    paystub: '/v1/paystubs/{id}',
    timeOffPolicies: '/v1/time-off/policies',
    timeOffRequests: '/v1/time-off/requests',
    timeOffBalances: '/v1/time-off/balances',
    timeOffBalanceReport: '/v1/time-off/balances/{id}',
  },
  fields: DEFAULT_FIELDS,
  words: {
    companyInactive: ['company_inactive'],
    workEmail: ['work'],
    personalEmail: ['personal', 'home'],
    mobilePhone: ['mobile', 'cell'],
    homeAddress: ['home'],
    notOnRoster: ['third_party_admin', 'vendor'],
    tax: ['tax'],
    balancesReady: ['complete', 'completed'],
    balancesFailed: ['failed'],
    manyValues: ['many', 'multiple'],
  },
  headers: {
    signature: 'x-justworks-webhook-signature',
    timestamp: 'x-justworks-webhook-signature-timestamp',
  },
  pageSize: 100,
  poll: { intervalMs: 2 * SECOND_MS, attempts: 30 },
  retry: { waits: 4, longestWaitMs: 20 * SECOND_MS, firstWaitMs: SECOND_MS },
  windows: {
    payrollDaysBack: 365,
    payrollDaysAhead: 60,
    paystubDetailDaysBack: 90,
    timeOffDaysBack: 365,
    timeOffDaysAhead: 365,
  },
  limits: {
    requestTimeoutMs: 30 * SECOND_MS,
    answerBytes: 64_000_000,
    sectionBytes: 4_000_000_000,
    pages: 50_000,
    paystubDetails: 2_000,
    webhookAgeMs: 5 * MINUTE_MS,
    webhookBytes: 1_000_000,
    refreshTokenMs: 30 * DAY_MS,
  },
};

/**
 * The Partner API as configured. Objects merge key by key; lists and single values replace.
 * @throws AppError api_override_invalid naming the key at fault
 */
export function createApiDescription(overrides: Record<string, unknown>): ApiDescription {
  const merged = mergeDeep(DEFAULT_DESCRIPTION, overrides);
  const problem = Value.Errors(ApiDescription, merged).at(0);
  if (!problem) return merged as ApiDescription;
  throw invalidInput(
    'api_override_invalid',
    `The Justworks API override at ${problem.instancePath || '/'} is not valid: ${problem.message}.`,
    problem.instancePath,
  );
}
