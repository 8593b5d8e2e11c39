import type { Hash } from 'node:crypto';
import { canonicalJson } from '../../../lib/canonical-json.ts';
import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { ConnectorError } from '../../errors.ts';
import type { TimeOffBalanceDetails } from '../mapping/to-time-off-balance.ts';
import type { TimeOffDetails } from '../mapping/to-time-off.ts';
import type { SpooledReport } from '../web/reports/spool.ts';
import type { PartnerApi } from './client.ts';
import { readValues, spoolValues } from './json-lines.ts';
import { readShape, toDay } from './read-shape.ts';
import { timeOffWindow } from './reading-windows.ts';

const SUBJECT = 'time_off';

/** The kind of each policy by its id. */
export type Policies = Readonly<Record<string, string | null>>;

export async function gatherPolicies(api: PartnerApi, hash: Hash): Promise<Policies> {
  const policies: Record<string, string | null> = {};
  for await (const page of api.pages({ path: 'timeOffPolicies', subject: SUBJECT })) {
    for (const json of page) {
      const { id, type } = readShape(api.description, 'policy', json, SUBJECT);
      policies[id] = type;
    }
  }
  hash.update(canonicalJson(policies));
  return policies;
}

/** The requests that lie in the window. */
export function spoolTimeOff(api: PartnerApi, today: CalendarDate, hash: Hash): Promise<SpooledReport> {
  const { from, to } = timeOffWindow(api.description, today);
  const query = { start_date: from, end_date: to };
  const pages = api.pages({ path: 'timeOffRequests', query, subject: SUBJECT });
  return spoolValues(pages, hash, 'time_off', api.description.limits.sectionBytes);
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
export async function spoolBalances(api: PartnerApi, hash: Hash): Promise<SpooledReport> {
  const asked = await api.call({ method: 'POST', path: 'timeOffBalances', body: {}, subject: SUBJECT });
  const { reportId } = readShape(api.description, 'balanceReport', asked.json, SUBJECT);
  const items = await awaitBalances(api, reportId);
  async function* pages() {
    yield await Promise.resolve(items);
  }
  return spoolValues(pages(), hash, 'time_off_balances', api.description.limits.sectionBytes);
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

async function awaitBalances(api: PartnerApi, reportId: string): Promise<readonly unknown[]> {
  const { poll, words } = api.description;
  for (let attempt = 1; ; attempt += 1) {
    const call = { path: 'timeOffBalanceReport', id: reportId, subject: SUBJECT, accepts: [404] } as const;
    const { json, status } = await api.call(call);
    if (status === 404) throw notReady('The source knows its report no more.');
    const report = readShape(api.description, 'balances', json, SUBJECT);
    if (words.balancesReady.includes(report.status)) return report.items ?? [];
    if (words.balancesFailed.includes(report.status)) throw notReady('The source failed to make the report.');
    if (attempt === poll.attempts) throw notReady('The source does not finish the report.');
    await api.sleep(poll.intervalMs, api.context.signal);
  }
}

function typeOf(policies: Policies, policyId: string | null): string | null {
  return policyId === null ? null : (policies[policyId] ?? null);
}

function notReady(message: string): ConnectorError {
  return new ConnectorError('report_not_ready', message, { subject: 'time_off_balance' });
}
