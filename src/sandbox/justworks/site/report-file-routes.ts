import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { html } from '../pages/html.ts';
import { renderPage } from '../pages/layout.ts';
import { attachment, reportBytes, reportFileName } from '../reports/report-file.ts';
import { isLinkGood } from '../reports/signed-link.ts';
import { todayIn, type World } from '../world.ts';
import { pathOf } from './visit.ts';

type FileRequest = FastifyRequest<{
  Params: { type: string; id: string };
  Querystring: { expires?: string; signature?: string };
}>;

const DENIED = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>
`;

/** Signed links, good without a sign-in, as a file store gives them out. */
export function reportFileRoutes(app: FastifyInstance, world: World): void {
  app.get('/report-files/:type/:id', (request: FileRequest, reply) => {
    const path = pathOf(request);
    const report = world.reports.find(request.params.id);
    const isGood = isLinkGood(path, request.query, world.downloadKey, world.clock.now());
    if (!report || !isGood || world.faults.take('expired_download', path)) {
      return reply.code(403).type('application/xml').send(DENIED);
    }
    const htmlFault = world.faults.take('html_for_csv', path);
    if (htmlFault) return sendHtml(reply, htmlFault.contentType ?? 'text/html; charset=utf-8');
    const fileName = reportFileName(report, todayIn(world));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', attachment(fileName))
      .send(reportBytes(report, world.faults));
  });
}

function sendHtml(reply: FastifyReply, contentType: string): FastifyReply {
  const body = html`<p>We are working on it. Please come back later.</p>`;
  return reply.type(contentType).send(renderPage({ title: 'Maintenance', body }));
}
