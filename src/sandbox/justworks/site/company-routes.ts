import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SETTINGS_PERMISSION } from '../access/permissions.ts';
import { html } from '../pages/html.ts';
import { listPage } from '../pages/list-page.ts';
import type { World } from '../world.ts';
import { chosenCompany } from './chosen-company.ts';
import { requirePermissions } from './guards.ts';
import { sendPage } from './send-page.ts';

const NO_ACCESS = 'You need the permission "Edit company settings" to see this page.';

/** The dashboard, open to everyone signed in, and the settings pages. */
export function companyRoutes(app: FastifyInstance, world: World): void {
  /** Before one was chosen, nobody gets here. */
  const companyOf = (request: FastifyRequest) => chosenCompany(world, request)!;
  const guard = { preHandler: requirePermissions(world, [SETTINGS_PERMISSION], NO_ACCESS) };

  app.get('/dashboard', (request, reply) => {
    const body = html`<p>Welcome to ${companyOf(request).displayName}.</p>`;
    return sendPage(world, request, reply, { title: 'Dashboard', body });
  });

  app.get('/settings/company', guard, (request, reply) => {
    const { id, legalName, displayName, ein, phone } = companyOf(request);
    const body = html`<p>${legalName} (${displayName}), EIN ${ein}, ${phone}</p>`;
    const company = { id, legal_name: legalName, display_name: displayName, ein, phone };
    return sendPage(world, request, reply, { title: 'Company settings', body, hydration: { company } });
  });

  app.get('/settings/offices', guard, (request, reply) => {
    const { offices } = companyOf(request);
    const page = listPage(
      'Offices',
      ['Name', 'City'],
      offices.map(({ name, city }) => [name, city]),
    );
    return sendPage(world, request, reply, { ...page, hydration: { offices } });
  });

  app.get('/settings/departments', guard, (request, reply) => {
    const { departments } = companyOf(request);
    const page = listPage(
      'Departments',
      ['Name'],
      departments.map(({ name }) => [name]),
    );
    return sendPage(world, request, reply, { ...page, hydration: { departments } });
  });
}
