import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { balancesOf } from '../company/time-off-balances.ts';
import { todayIn, type World } from '../world.ts';
import { notFoundError } from './api-error.ts';
import type { BalanceReport } from './balance-reports.ts';
import { grantOf, requireScope } from './bearer.ts';
import type { Query } from './paging.ts';
import { optionalDate, optionalText } from './query.ts';
import { readableCompany } from './readable-company.ts';

type ReportRequest = FastifyRequest<{ Params: { reportId: string } }>;

/** Balances: asked for, looked after, read. */
export function balanceRoutes(app: FastifyInstance, world: World): void {
  const { balanceReports } = world.partner;
  app.post('/time-off/balances', (request, reply) => {
    requireScope(request, 'time_off:read');
    const body = (request.body ?? {}) as Query;
    const { id } = balanceReports.request({
      grantId: grantOf(request).id,
      memberId: optionalText(body, 'member_id'),
      policyId: optionalText(body, 'policy_id'),
      asOf: optionalDate(body, 'as_of_date') ?? todayIn(world),
    });
    return reply.code(202).send({ report_id: id });
  });
  app.get('/time-off/balances/:reportId', (request: ReportRequest, reply) => {
    requireScope(request, 'time_off:read');
    const report = balanceReports.find(request.params.reportId, grantOf(request).id);
    if (!report) throw notFoundError();
    return answer(world, request, reply, report);
  });
}

function answer(world: World, request: ReportRequest, reply: FastifyReply, report: BalanceReport) {
  const path = request.url.split('?', 1)[0]!;
  if (world.faults.take('failed_balances', path)) {
    return reply.send({ status: 'failed', message: 'The balances could not be computed.', items: [] });
  }
  const isStuck = world.faults.take('slow_balances', path) !== undefined;
  if (isStuck || !world.partner.balanceReports.isReadyAfterLook(report)) {
    return reply.send({ status: 'pending', items: [] });
  }
  return reply
    .type('application/json; charset=utf-8')
    .send(Readable.from(completeBody(world, request, report)));
}

/** Written piece by piece: the answer for a large company is never in memory as a whole. */
function* completeBody(world: World, request: ReportRequest, report: BalanceReport): Iterable<string> {
  yield '{"status":"complete","items":[';
  let separator = '';
  for (const { id, member } of readableCompany(world, request).members()) {
    if (report.memberId !== undefined && report.memberId !== id) continue;
    const items = balancesOf(member, world.partner.policies, report.asOf, todayIn(world))
      .filter(({ policy }) => report.policyId === undefined || policy.id === report.policyId)
      .map(({ policy, available, used }) =>
        JSON.stringify({ member_id: id, policy_id: policy.id, unit_type: policy.unit, available, used }),
      );
    if (items.length === 0) continue;
    yield separator + items.join(',');
    separator = ',';
  }
  yield ']}';
}
