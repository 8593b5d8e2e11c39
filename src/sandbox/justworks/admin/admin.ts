import type { FastifyInstance } from 'fastify';
import { errorBox } from '../pages/layout.ts';
import { html } from '../pages/html.ts';
import { toHttpError } from '../http-status.ts';
import type { World } from '../world.ts';
import { sendAdminPage } from './admin-page.ts';
import { adminCompanyRoutes } from './company-routes.ts';
import { employeeRoutes } from './employee-routes.ts';
import { integrationsRoutes } from './integrations-routes.ts';
import { thirdPartyRoutes } from './third-party-routes.ts';

/** The employer admin's pages, under `/admin`. No sign-in: a person at a sandbox plays the admin. */
export function registerAdmin(app: FastifyInstance, world: World): void {
  app.setErrorHandler((error, _request, reply) => {
    const { status, message } = toHttpError(error);
    const body = html`${errorBox(message)}
      <p>Go back to correct it.</p>`;
    return sendAdminPage(reply, 'This did not work', body, status);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendAdminPage(reply, 'Page not found', html`<p>There is nothing at this address.</p>`, 404),
  );
  app.get('/', (_request, reply) => reply.redirect('/admin/employees', 302));
  employeeRoutes(app, world);
  thirdPartyRoutes(app, world);
  adminCompanyRoutes(app, world);
  integrationsRoutes(app, world);
}
