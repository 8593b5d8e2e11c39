import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { ConnectorError } from '../../errors.ts';
import type { TimeOffBalanceDetails } from '../mapping/to-time-off-balance.ts';
import type { TimeOffDetails } from '../mapping/to-time-off.ts';
import type { SpooledReport } from '../web/reports/spool.ts';
import type { PartnerApi } from './client.ts';
import { readValues, spoolValues, type SpooledValues } from './json-lines.ts';
import { readShape, toDay } from './read-shape.ts';
import { splitList } from './split-list.ts';
import { timeOffWindow } from './reading-windows.ts';

const SUBJECT = 'time_off';
const BALANCES = 'time_off_balances';

/** The kind of each policy by its id. */
export type Policies = Readonly<Record<string, string | null>>;

export async function gatherPolicies(api: PartnerApi): Promise<Policies> {
  const policies: Record<string, string | null> = {};
  for await (const page of api.pages({ path: 'timeOffPolicies', subject: SUBJECT })) {
    for (const json of page) {
      const { id, type } = readShape(api.description, 'policy', json, SUBJECT);
      policies[id] = type;
    }
  }
  return policies;
}

/** The requests that lie in the window. */
export function spoolTimeOff(api: PartnerApi, today: CalendarDate): Promise<SpooledValues> {
  const { from, to } = timeOffWindow(api.description, today);
  const query = { start_date: from, end_date: to };
  const pages = api.pages({ path: 'timeOffRequests', query, subject: SUBJECT });
  return spoolValues(pages, 'time_off', api.description.limits.sectionBytes);
}

export async function* readTimeOff(
  api: PartnerApi,
  spooled: SpooledReport,
  policies: Policies,
): AsyncGenerator<TimeOffDetails> {
  for await (const remote of readValues(spooled)) {
    const { policyId, ...request } = readShape(api.description, 'timeOff', remote, SUBJECT);
    yield {
      ...request,
      startDate: toDay(request.startDate, SUBJECT),
      endDate: toDay(request.endDate, SUBJECT),
      policyType: typeOf(policies, policyId),
      remote,
    };
  }
}

/**
 * Asks for the report of balances and waits for it.
 * @throws ConnectorError report_not_ready
 */
export async function spoolBalances(api: PartnerApi): Promise<SpooledValues> {
  const asked = await api.call({ method: 'POST', path: 'timeOffBalances', body: {}, subject: SUBJECT });
  const { reportId } = readShape(api.description, 'balanceReport', asked.json, SUBJECT);
  const { poll, words } = api.description;
  for (let attempt = 1; ; attempt += 1) {
    const look = await lookAtBalances(api, reportId);
    if (words.balancesReady.includes(look.status)) return look.spooled;
    await look.spooled[Symbol.asyncDispose]();
    if (words.balancesFailed.includes(look.status)) throw notReady('The source failed to make the report.');
    if (attempt === poll.attempts) throw notReady('The source does not finish the report.');
    await api.sleep(poll.intervalMs, api.context.signal);
  }
}

export async function* readBalances(
  api: PartnerApi,
  spooled: SpooledReport,
  policies: Policies,
): AsyncGenerator<TimeOffBalanceDetails> {
  for await (const remote of readValues(spooled)) {
    const balance = readShape(api.description, 'balance', remote, SUBJECT);
    yield { ...balance, policyType: typeOf(policies, balance.policyId), remote };
  }
}

interface BalancesLook {
  status: string;
  spooled: SpooledValues;
}

/** One answer holds the balances of everybody: they go to disk while it comes in. */
async function lookAtBalances(api: PartnerApi, reportId: string): Promise<BalancesLook> {
  const { fields, limits } = api.description;
  let spooled: SpooledValues | undefined;
  const readBody = async (body: AsyncIterable<Buffer>): Promise<unknown> => {
    let rest: unknown;
    async function* entries() {
      rest = yield* splitList(body, { place: fields.balances.items, maxBytes: limits.answerBytes });
    }
    spooled = await spoolValues(entries(), BALANCES, limits.sectionBytes);
    return rest;
  };
  const call = { path: 'timeOffBalanceReport', id: reportId, subject: SUBJECT } as const;
  const answer = await api.call({ ...call, accepts: [404], readBody });
  if (answer.status === 404 || !spooled) throw notReady('The source knows its report no more.');
  try {
    const { status, items } = readShape(api.description, 'balances', answer.json, SUBJECT);
    if (items === null && api.description.words.balancesReady.includes(status))
      throw notReady('The report has no list.');
    return { status, spooled };
  } catch (error) {
    await spooled[Symbol.asyncDispose]();
    throw error;
  }
}

function typeOf(policies: Policies, policyId: string | null): string | null {
  return policyId === null ? null : (policies[policyId] ?? null);
}

function notReady(message: string): ConnectorError {
  return new ConnectorError('report_not_ready', message, { subject: 'time_off_balance' });
}
