import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { REPORT_PERMISSIONS } from '../access/permissions.ts';
import { requestReport } from '../reports/request-report.ts';
import type { Report } from '../reports/reports.ts';
import { isReportType } from '../reports/report-types.ts';
import type { World } from '../world.ts';
import { chosenCompany } from './chosen-company.ts';
import { formField } from './form-body.ts';
import { requirePermissions } from './guards.ts';
import { sendNotFound } from './not-found.ts';
import { reportPage, reportRequestPage } from './report-page.ts';
import { sendPage } from './send-page.ts';
import { viewReport } from './view-report.ts';
import { visitOf } from './visit.ts';

const NO_ACCESS = 'You do not have access to this report.';

/** Reports are asked for, made in the background, and downloaded. */
export function reportRoutes(app: FastifyInstance, world: World): void {
  const guard = { preHandler: requirePermissions(world, REPORT_PERMISSIONS, NO_ACCESS) };

  app.get('/reports/request', guard, (request, reply) => {
    const type = (request.query as Record<string, unknown>)['report_type'];
    if (!isReportType(type)) return sendNotFound(world, request, reply);
    return sendPage(world, request, reply, reportRequestPage(visitOf(request).session.csrfToken, type));
  });

  app.post('/reports/request', guard, (request, reply) => {
    const type = formField(request, 'report_type');
    if (!isReportType(type)) return sendNotFound(world, request, reply);
    return reply.redirect(`/reports/${requestReport(world, type, chosenCompany(world, request)).id}`, 302);
  });

  app.get('/reports/:id', guard, (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
    const report = world.reports.find(request.params.id);
    return report ? sendReport(world, request, reply, report) : sendNotFound(world, request, reply);
  });
}

function sendReport(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  report: Report,
): FastifyReply {
  report.polls += 1;
  return sendPage(world, request, reply, reportPage(viewReport(world, report)));
}
