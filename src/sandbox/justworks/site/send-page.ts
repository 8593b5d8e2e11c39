import type { FastifyReply, FastifyRequest } from 'fastify';
import { SeededRandom } from '../company/seeded-random.ts';
import { fullName } from '../company/member.ts';
import { html } from '../pages/html.ts';
import { renderPage, type Page } from '../pages/layout.ts';
import type { World } from '../world.ts';
import { pathOf, visitOf, visitorOf } from './visit.ts';

const NAVIGATION = html`<ul>
  <li><a href="/dashboard">Dashboard</a></li>
  <li><a href="/settings/company">Company settings</a></li>
  <li><a href="/settings/offices">Offices</a></li>
  <li><a href="/settings/departments">Departments</a></li>
  <li><a href="/reports/request?report_type=employee_census">Census Report</a></li>
  <li><a href="/reports/request?report_type=work_history">Work History Report</a></li>
</ul>`;

/** A page of the site: with the CSRF token always, with company and visitor once signed in. */
export function sendPage(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Omit<Page, 'navigation'>,
  status = 200,
): FastifyReply {
  const visitor = visitorOf(world, request);
  const hydration = {
    form_authenticity_token: visitOf(request).session.csrfToken,
    ...(visitor && {
      currentCompany: currentCompany(world, pathOf(request)),
      currentMember: { uuid: visitor.id, name: fullName(visitor) },
    }),
    ...page.hydration,
  };
  const text = renderPage({ ...page, hydration, ...(visitor && { navigation: NAVIGATION }) });
  return reply.code(status).type('text/html; charset=utf-8').send(text);
}

function currentCompany(world: World, path: string): { id: string; name: string } {
  const { id, displayName } = world.company;
  const fault = world.faults.take('other_company', path);
  if (!fault) return { id, name: displayName };
  return {
    id: `company_${new SeededRandom(`${id}/other`).base32Id()}`,
    name: fault.name ?? 'Another Company',
  };
}
