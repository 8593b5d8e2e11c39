import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound } from '../../../lib/app-error.ts';
import { html } from '../pages/html.ts';
import { tableOf } from '../pages/list-page.ts';
import { reportContent } from '../reports/request-report.ts';
import { isReportType, REPORT_TITLES, REPORT_TYPES } from '../reports/report-types.ts';
import { toCsv } from '../reports/table.ts';
import type { World } from '../world.ts';
import { sendAdminPage } from './admin-page.ts';

/** Departments, offices and a look at the reports as they would be made now. */
export function adminCompanyRoutes(app: FastifyInstance, world: World): void {
  const { company } = world;
  app.get('/departments', (_request, reply) => {
    const rows = company.departments.map(({ name }) => [name]);
    return sendAdminPage(reply, 'Departments', tableOf(['Name'], rows));
  });
  app.get('/offices', (_request, reply) => {
    const rows = company.offices.map(({ name, street1, city, state }) => [name, street1, city, state]);
    return sendAdminPage(reply, 'Offices', tableOf(['Name', 'Street', 'City', 'State'], rows));
  });
  app.get('/reports', (_request, reply) => {
    const links = REPORT_TYPES.map(
      (type) => html`<li><a href="/admin/reports/${type}">${REPORT_TITLES[type]}</a></li>`,
    );
    return sendAdminPage(
      reply,
      'Reports',
      html`<ul>
        ${links}
      </ul>`,
    );
  });
  app.get('/reports/:type', (request: FastifyRequest<{ Params: { type: string } }>, reply) => {
    const { type } = request.params;
    if (!isReportType(type)) throw notFound('report');
    const content = reportContent(world, type);
    return reply.type('text/csv; charset=utf-8').send(Buffer.isBuffer(content) ? content : toCsv(content));
  });
}
