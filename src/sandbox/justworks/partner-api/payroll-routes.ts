import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';
import { PAY_GROUPS, payRunsBetween, type PayRun } from '../company/payroll-calendar.ts';
import { paystubOf, type Paystub } from '../company/payroll-paystubs.ts';
import { firstStartOf } from '../company/spells.ts';
import { todayIn, type World } from '../world.ts';
import { notFoundError } from './api-error.ts';
import { requireScope } from './bearer.ts';
import { pageOf, startingAfter, type Query } from './paging.ts';
import { findPayRun, parsePaystubId, payrollIdOf } from './payroll-ids.ts';
import { requiredDate } from './query.ts';
import { readableCompany, type ReadableCompany } from './readable-company.ts';
import { toApiPayroll, toApiPaystub, toFee, toPaystubSummary } from './to-api-payroll.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

/** Payrolls and paystubs. They are computed when asked for: nothing is kept of them but the sums. */
export function payrollRoutes(app: FastifyInstance, world: World): void {
  app.get('/payrolls', (request) => {
    requireScope(request, 'payroll:read');
    const query = request.query as Query;
    const [from, to] = [requiredDate(query, 'start_date'), requiredDate(query, 'end_date')];
    const source = readableCompany(world, request);
    const runs = doneRuns(world, source, from, to);
    return pageOf(query, (afterId) => paidRuns(world, startingAfter(runs, afterId)), toApiItem(world));
  });
  app.get('/payrolls/:id/paystubs', (request: IdRequest) => {
    requireScope(request, 'paystub:read');
    return paystubPage(world, request, (paystub, memberId) => toPaystubSummary(paystub, memberId));
  });
  app.get('/payrolls/:id/fees', (request: IdRequest) => {
    requireScope(request, 'payroll:read');
    return paystubPage(world, request, toFee);
  });
  app.get('/paystubs/:id', (request: IdRequest) => {
    requireScope(request, 'paystub:read');
    const parsed = parsePaystubId(request.params.id);
    const run = parsed && findDoneRun(world, parsed.payrollId);
    const member = parsed && readableCompany(world, request).find(parsed.memberId)?.member;
    const paystub = run && member && paystubOf(member, run);
    if (!paystub) throw notFoundError();
    return toApiPaystub(paystub, parsed.memberId);
  });
}

interface KeyedRun {
  id: string;
  run: PayRun;
}

/** By id, which begins with the pay date. A payroll is there from its debit date on. */
function doneRuns(world: World, source: ReadableCompany, from: CalendarDate, to: CalendarDate): KeyedRun[] {
  const today = todayIn(world);
  const begin = source.members().reduce((first, { member }) => earlier(first, firstStartOf(member)), today);
  const start = from > begin ? from : begin;
  const end = earlier(to, addDays(today, 7));
  const runs = start > end ? [] : PAY_GROUPS.flatMap((group) => payRunsBetween(group, start, end));
  return runs
    .filter(({ debitDate }) => debitDate <= today)
    .map((run) => ({ id: payrollIdOf(run), run }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** A group that pays nobody on a day has no payroll then. */
function* paidRuns(world: World, runs: Iterable<KeyedRun>): Iterable<KeyedRun> {
  for (const keyed of runs) if (world.partner.payrollTotals.of(keyed.run).paidMembers > 0) yield keyed;
}

function toApiItem(world: World) {
  return ({ run }: KeyedRun) => toApiPayroll(run, world.partner.payrollTotals.of(run));
}

function findDoneRun(world: World, payrollId: string): PayRun | undefined {
  const run = findPayRun(payrollId);
  return run && run.debitDate <= todayIn(world) ? run : undefined;
}

function paystubPage<T>(
  world: World,
  request: IdRequest,
  toItem: (paystub: Paystub, publicMemberId: string) => T,
) {
  const run = findDoneRun(world, request.params.id);
  if (!run) throw notFoundError();
  const members = readableCompany(world, request).members();
  return pageOf(
    request.query as Query,
    (afterId) => paystubs(startingAfter(members, afterId), run),
    ({ id, paystub }) => toItem(paystub, id),
  );
}

type Keyed = { id: string; paystub: Paystub };

function* paystubs(
  people: Iterable<ReturnType<ReadableCompany['members']>[number]>,
  run: PayRun,
): Iterable<Keyed> {
  for (const { id, member } of people) {
    const paystub = paystubOf(member, run);
    if (paystub) yield { id, paystub };
  }
}

function earlier(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one < other ? one : other;
}
