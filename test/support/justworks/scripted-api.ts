import type { ConnectionMethod, RemoteGrant } from '../../../src/connectors/contract.ts';
import { createApiDescription } from '../../../src/connectors/justworks/partner-api/api-description.ts';
import { createPartnerApi, type PartnerApi } from '../../../src/connectors/justworks/partner-api/client.ts';
import { DEFAULT_SCOPES } from '../../../src/connectors/justworks/partner-api/scopes.ts';
import { createContext } from './employer-script.ts';
import { createScriptedSite, type ScriptedAnswer, type ScriptedSite } from './scripted-site.ts';

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): ScriptedAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

export function list(items: unknown[], nextCursor: string | null = null): ScriptedAnswer {
  return json({ items, next_cursor: nextCursor });
}

export const refusedScope = (scope: string): ScriptedAnswer =>
  json({ error: { code: 'insufficient_scope', scope } }, 403);

export const MEMBER = {
  id: 'm1',
  company_id: 'c1',
  work_id: '1',
  name: { given_name: 'Ada', family_name: '(Ex) Lovelace', preferred_name: 'Countess', additional_names: [] },
  active: true,
  type: 'employee',
  department: { id: 'd1', name: 'Engineering' },
  office: { id: 'o1', name: 'New York' },
  emails: [
    { address: 'Ada@acme.example', type: 'work' },
    { address: 'ada@home.example', type: 'personal' },
  ],
  phones: [{ number: '(212) 555-0143', type: 'mobile', country: 'US' }],
  addresses: [{ type: 'home', line1: '1 Main Street', city: 'New York', country: 'US' }],
  employment_start_date: '2020-01-02',
  date_of_birth: '1985-12-10',
  created_at: '2020-01-01T10:00:00.000Z',
  employment_history: [
    {
      effective_date: '2020-01-02',
      job_title: 'Engineer',
      country_data: { US: { classification: 'full_time', flsa_status: 'non_exempt' } },
    },
  ],
  pay_history: [
    {
      effective_date: '2020-01-02',
      amount: 8_500_000,
      currency: 'USD',
      pay_type: 'salary',
      pay_frequency: 'semimonthly',
    },
  ],
};

/** A small company whose grant opens everything that is usual. */
export function createApiScript(members: unknown[] = [MEMBER]): ScriptedSite {
  return createScriptedSite()
    .on(
      'GET /v1/company',
      json({
        id: 'c1',
        display_name: 'Acme',
        legal_name: 'Acme Inc.',
        departments: [{ id: 'd1', name: 'Engineering' }],
        offices: [{ id: 'o1', name: 'New York', address: { city: 'New York', country: 'US' } }],
        country_data: { US: { ein: '12-3456789' } },
        something_new: true,
      }),
    )
    .on('GET /v1/members', list(members))
    .on('GET /v1/payrolls', list([{ id: 'p1', pay_date: '2026-11-15', currency: 'USD' }]))
    .on('GET /v1/payrolls/p1/paystubs', list([PAYSTUB]))
    .on('GET /v1/paystubs/s1', json({ ...PAYSTUB, ...PAYSTUB_LINES }))
    .on('GET /v1/time-off/policies', list([{ id: 't1', name: 'Vacation', type: 'vacation' }]))
    .on('GET /v1/time-off/requests', list([TIME_OFF]))
    .on('POST /v1/time-off/balances', json({ report_id: 'b1' }, 202))
    .on(
      'GET /v1/time-off/balances/b1',
      json({ status: 'pending', items: [] }),
      json({
        status: 'complete',
        items: [{ member_id: 'm1', policy_id: 't1', unit_type: 'hours', available: 80, used: 40 }],
      }),
    );
}

const PAYSTUB = {
  paystub_id: 's1',
  member_id: 'm1',
  gross_pay: 354_167,
  net_pay: 254_167,
  currency: 'USD',
  pay_date: '2026-11-15',
  pay_group: 'Semimonthly',
  pay_period_start: '2026-11-01',
  pay_period_end: '2026-11-15',
};

const line = (name: string, type: string, category: string, amount: number) => {
  return { name, type, category, amount, currency: 'USD' };
};

const PAYSTUB_LINES = {
  earnings: [line('Regular', 'salary', 'regular', 354_167)],
  employee_deductions: [
    line('Federal Income Tax', 'income', 'tax', 60_000),
    line('Medical', 'm', 'benefit', 40_000),
  ],
  employer_contributions: [
    line('Medicare', 'medicare', 'tax', 5_000),
    line('Medical', 'm', 'benefit', 20_000),
    line('401(k) match', 'r', 'benefit', 7_000),
  ],
};

const TIME_OFF = {
  id: 'r1',
  member_id: 'm1',
  policy_id: 't1',
  status: 'denied',
  unit_type: 'hours',
  amount: 12.5,
  start_date: '2026-12-24',
  end_date: '2026-12-28',
};

interface ScriptedGrant extends RemoteGrant {
  /** The tokens that were refused. */
  refused: string[];
}

function createGrant(overrides: Partial<RemoteGrant> = {}): ScriptedGrant {
  const refused: string[] = [];
  return {
    method: 'oauth' satisfies ConnectionMethod,
    scopes: DEFAULT_SCOPES,
    refused,
    accessToken: () => Promise.resolve('token-1'),
    replaceToken(token) {
      refused.push(token);
      return Promise.resolve(`token-${refused.length + 1}`);
    },
    ...overrides,
  };
}

interface ScriptedApi {
  api: PartnerApi;
  grant: ScriptedGrant;
  /** Milliseconds that would have been waited. */
  waits: number[];
}

/** The client against a script, with a clock that stands still and waits that take no time. */
export function createApi(http: ScriptedSite, options: ApiOptions = {}): ScriptedApi {
  const waits: number[] = [];
  const grant = createGrant(options.grant);
  const context = createContext(http, options.signal === undefined ? {} : { signal: options.signal });
  const description = createApiDescription(options.description ?? {});
  const api = createPartnerApi(description, context, grant, (ms, signal) => {
    signal.throwIfAborted();
    waits.push(ms);
    return Promise.resolve();
  });
  return { api, grant, waits };
}

export interface ApiOptions {
  grant?: Partial<RemoteGrant>;
  description?: Record<string, unknown>;
  signal?: AbortSignal;
}
