import type { FastifyReply } from 'fastify';
import { html, type Html } from '../pages/html.ts';
import { renderPage } from '../pages/layout.ts';

const SECTIONS = [
  ['Employees', '/admin/employees'],
  ['Contractors', '/admin/contractors'],
  ['Directory', '/admin/directory'],
  ['Third party', '/admin/third-party'],
  ['Departments', '/admin/departments'],
  ['Offices', '/admin/offices'],
  ['Permissions', '/admin/permissions'],
  ['Reports', '/admin/reports'],
  ['Integrations', '/admin/integrations'],
] as const;

const NAVIGATION = html`<ul>
  ${SECTIONS.map(([name, url]) => html`<li><a href="${url}">${name}</a></li>`)}
</ul>`;

/** A page for the person who plays the employer's HR admin. */
export function sendAdminPage(reply: FastifyReply, title: string, body: Html, status = 200): FastifyReply {
  const text = renderPage({ title, body, navigation: NAVIGATION });
  return reply.code(status).type('text/html; charset=utf-8').send(text);
}
