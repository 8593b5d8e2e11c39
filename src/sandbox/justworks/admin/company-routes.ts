import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { invalidInput, notFound } from '../../../lib/app-error.ts';
import { addDepartment, removeDepartment, renameDepartment } from '../company/departments.ts';
import { addOffice } from '../company/offices.ts';
import { plainCsv } from '../reports/report-file.ts';
import { peopleNow, requestReport } from '../reports/request-report.ts';
import { isReportType, type ReportType } from '../reports/report-types.ts';
import { reportPage } from '../site/report-page.ts';
import { viewReport } from '../site/view-report.ts';
import type { World } from '../world.ts';
import { sendAdminPage } from './admin-page.ts';
import { departmentsPage, officesPage, reportsPage } from './company-pages.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

/** Departments, offices and reports. */
export function adminCompanyRoutes(app: FastifyInstance, world: World): void {
  departmentRoutes(app, world);
  app.get('/offices', (_request, reply) => sendAdminPage(reply, 'Offices', officesPage(world.company)));
  app.post('/offices', (request, reply) => {
    addOffice(world, formOf(request));
    return reply.redirect('/admin/offices', 303);
  });
  adminReportRoutes(app, world);
}

function departmentRoutes(app: FastifyInstance, world: World): void {
  const back = (reply: FastifyReply) => reply.redirect('/admin/departments', 303);
  app.get('/departments', (_request, reply) => sendAdminPage(reply, 'Departments', departmentsPage(world)));
  app.post('/departments', (request, reply) => {
    addDepartment(world, formOf(request)['name']);
    return back(reply);
  });
  app.post('/departments/:id', (request: IdRequest, reply) => {
    renameDepartment(world, request.params.id, formOf(request)['name']);
    return back(reply);
  });
  app.post('/departments/:id/remove', (request: IdRequest, reply) => {
    removeDepartment(world, request.params.id);
    return back(reply);
  });
}

function adminReportRoutes(app: FastifyInstance, world: World): void {
  app.get('/reports', (_request, reply) => sendAdminPage(reply, 'Reports', reportsPage(world)));
  app.post('/reports', (request, reply) => {
    const type = formOf(request)['report_type'];
    if (!isReportType(type)) throw invalidInput('invalid_field', 'There is no such report.', '/report_type');
    return reply.redirect(`/admin/reports/${requestReport(world, type).id}`, 303);
  });
  app.get('/reports/:id', (request: IdRequest, reply) => {
    const { id } = request.params;
    return isReportType(id) ? sendCsvNow(world, reply, id) : sendReport(world, reply, id);
  });
}

/** The report as it would be made now, without any fault. */
function sendCsvNow(world: World, reply: FastifyReply, type: ReportType): FastifyReply {
  const csv = world.givenReports[type] ?? Readable.from(plainCsv(type, peopleNow(world)));
  return reply.type('text/csv; charset=utf-8').send(csv);
}

function sendReport(world: World, reply: FastifyReply, id: string): FastifyReply {
  const report = world.reports.find(id);
  if (!report) throw notFound('report');
  report.polls += 1;
  const { title, body } = reportPage(viewReport(world, report));
  return sendAdminPage(reply, title, body);
}

function formOf(request: FastifyRequest): Record<string, unknown> {
  return (request.body ?? {}) as Record<string, unknown>;
}
