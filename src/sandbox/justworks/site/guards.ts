import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Permission } from '../access/permissions.ts';
import { may } from '../access/third-party.ts';
import { html } from '../pages/html.ts';
import type { World } from '../world.ts';
import { isOpen, nextPage } from './doors.ts';
import { loginPage } from './login-page.ts';
import { sendPage } from './send-page.ts';
import { pathOf, visitOf, visitorOf } from './visit.ts';

type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** Signed-out visitors are sent to the sign-in page, signed-in ones to the page that they can't get past. */
export function requireSignedIn(world: World): Guard {
  return async (request, reply) => {
    if (!visitorOf(world, request)) return sendSignedOut(world, request, reply);
    const next = nextPage(world, request);
    return isOpen(pathOf(request), next) ? undefined : reply.redirect(next, 302);
  };
}

/** The way to the sign-in page, or that page itself with status 200. */
export function sendSignedOut(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const visit = visitOf(request);
  if (!visit.isAnsweredWithLoginPage) return reply.redirect('/login', 302);
  return sendPage(world, request, reply, loginPage(visit.session.csrfToken));
}

/** Who lacks one of the permissions gets a 403 page with `message`. */
export function requirePermissions(world: World, needed: readonly Permission[], message: string): Guard {
  return async (request, reply) => {
    const visitor = visitorOf(world, request);
    const isTakenAway = world.faults.take('missing_permission', pathOf(request), ({ permission }) =>
      needed.some((one) => one === permission),
    );
    if (visitor && may(visitor, needed) && !isTakenAway) return undefined;
    const page = {
      title: 'No access',
      body: html`<p>${message}</p>`,
      hydration: { missingPermission: { message } },
    };
    return sendPage(world, request, reply, page, 403);
  };
}

/** Writes need the session's token, as header or as form field. */
export function requireCsrfToken(world: World): Guard {
  return async (request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD') return undefined;
    const { csrfToken } = visitOf(request).session;
    const field = (request.body as Record<string, unknown> | undefined)?.['authenticity_token'];
    if (request.headers['x-csrf-token'] === csrfToken || field === csrfToken) return undefined;
    const body = html`<p>This form is out of date. Reload the page and send it again.</p>`;
    return sendPage(world, request, reply, { title: 'The change was rejected', body }, 422);
  };
}
