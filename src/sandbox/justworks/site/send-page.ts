import type { FastifyReply, FastifyRequest } from 'fastify';
import { SeededRandom } from '../company/seeded-random.ts';
import { fullName } from '../company/member.ts';
import { html } from '../pages/html.ts';
import { renderPage, type Page } from '../pages/layout.ts';
import type { World } from '../world.ts';
import { chosenCompany } from './chosen-company.ts';
import { pathOf, visitOf, visitorOf } from './visit.ts';

const NAVIGATION = html`<ul>
  <li><a href="/dashboard">Dashboard</a></li>
  <li><a href="/settings/company">Company settings</a></li>
  <li><a href="/settings/offices">Offices</a></li>
  <li><a href="/settings/departments">Departments</a></li>
  <li><a href="/directory">Directory</a></li>
  <li><a href="/members/contractors">Contractors</a></li>
  <li><a href="/reports/request?report_type=employee_census">Census Report</a></li>
  <li><a href="/reports/request?report_type=work_history">Work History Report</a></li>
  <li><a href="/account/security">Security</a></li>
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
      ...currentCompany(world, request),
      currentMember: { uuid: visitor.id, name: fullName(visitor) },
    }),
    ...page.hydration,
  };
  const text = renderPage({ ...page, hydration, ...(visitor && { navigation: NAVIGATION }) });
  return reply.code(status).type('text/html; charset=utf-8').send(text);
}

/** Nothing before the company was chosen. */
function currentCompany(
  world: World,
  request: FastifyRequest,
): { currentCompany?: { id: string; name: string } } {
  const company = chosenCompany(world, request);
  if (!company) return {};
  const { id, displayName } = company;
  const fault = world.faults.take('other_company', pathOf(request));
  if (!fault) return { currentCompany: { id, name: displayName } };
  const otherId = `company_${new SeededRandom(`${id}/other`).base32Id()}`;
  return { currentCompany: { id: otherId, name: fault.name ?? 'Another Company' } };
}
