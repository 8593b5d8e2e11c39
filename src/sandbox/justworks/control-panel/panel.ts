import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SandboxControl } from '../control/control.ts';
import { toHttpError } from '../http-status.ts';
import { html } from '../pages/html.ts';
import { errorBox } from '../pages/layout.ts';
import type { World } from '../world.ts';
import { companyPage } from './company-page.ts';
import { faultPanelRoutes } from './fault-panel-routes.ts';
import { PANEL, sendPanelPage } from './panel-page.ts';
import { peoplePanelRoutes } from './people-panel-routes.ts';
import { thirdPartyPanelRoutes } from './third-party-panel-routes.ts';

/** The control API as pages of plain forms: under `/control-panel`, without sign-in. */
export function registerControlPanel(app: FastifyInstance, world: World, control: SandboxControl): void {
  app.setErrorHandler((error, _request, reply) => {
    const { status, message } = toHttpError(error);
    const body = html`${errorBox(message)}
      <p>Go back to correct it.</p>`;
    return sendPanelPage(world, reply, 'This did not work', body, status);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendPanelPage(world, reply, 'Page not found', html`<p>There is nothing at this address.</p>`, 404),
  );
  companyPanelRoutes(app, world, control);
  peoplePanelRoutes(app, world, control);
  thirdPartyPanelRoutes(app, world, control);
  faultPanelRoutes(app, world, control);
}

function companyPanelRoutes(app: FastifyInstance, world: World, control: SandboxControl): void {
  app.get('/', (_request, reply) =>
    sendPanelPage(world, reply, 'Control panel', companyPage(world, control.clock())),
  );
  app.post('/clock', (request: FastifyRequest, reply) => {
    const { days, hours, to } = request.body as Record<string, string | undefined>;
    control.advanceClock(to ? { to } : { days: Number(days || 0), hours: Number(hours || 0) });
    return reply.redirect(PANEL, 303);
  });
  app.post('/company/leave', (_request, reply) => {
    control.leaveCompany();
    return reply.redirect(PANEL, 303);
  });
  app.post('/company/return', (_request, reply) => {
    control.returnCompany();
    return reply.redirect(PANEL, 303);
  });
}
