import type { FastifyReply } from 'fastify';
import { html, type Html } from '../pages/html.ts';
import { renderPage } from '../pages/layout.ts';
import type { World } from '../world.ts';

export const PANEL = '/control-panel';

/** A page for whoever plays with the sandbox itself. */
export function sendPanelPage(
  world: World,
  reply: FastifyReply,
  title: string,
  body: Html,
  status = 200,
): FastifyReply {
  const text = renderPage({ title, body, navigation: navigation(world) });
  return reply.code(status).type('text/html; charset=utf-8').send(text);
}

function navigation({ mailboxUrl }: World): Html {
  return html`<ul>
    <li><a href="${PANEL}">Clock and company</a></li>
    <li><a href="${PANEL}/people">People</a></li>
    <li><a href="${PANEL}/third-party">Third party</a></li>
    <li><a href="${PANEL}/faults">Faults</a></li>
    <li><a href="${PANEL}/journal">Journal</a></li>
    ${mailboxUrl === null ? null : html`<li><a href="${mailboxUrl}">Mailbox</a></li>`}
    <li><a href="/admin">The admin's pages</a></li>
    <li><a href="/login">The site</a></li>
  </ul>`;
}
