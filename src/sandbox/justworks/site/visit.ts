import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasAccess } from '../access/access-end.ts';
import type { SignInProgress, SiteSession } from '../access/site-sessions.ts';
import type { ThirdParty } from '../access/third-party.ts';
import type { World } from '../world.ts';

const COOKIE = '_justworks_session';

/** One request to the site, with the session that its cookie named or a new anonymous one. */
export interface Visit {
  session: SiteSession;
  /** Whether a signed-out visitor gets the sign-in page with status 200 instead of a redirect. */
  isAnsweredWithLoginPage: boolean;
}

const visits = new WeakMap<FastifyRequest, Visit>();

export function visitOf(request: FastifyRequest): Visit {
  return visits.get(request)!;
}

export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!;
}

/** Finds or opens the session. Call once, before any other hook that asks for the visit. */
export function beginVisit(world: World, request: FastifyRequest, reply: FastifyReply): Visit {
  const found = world.sessions.find(cookieOf(request.headers.cookie));
  const visit = { session: found ?? world.sessions.open('anonymous', null), isAnsweredWithLoginPage: false };
  if (!found) sendCookie(reply, visit.session);
  visits.set(request, visit);
  return visit;
}

/** Ends the session and goes on in a new one, so that an old cookie is worth nothing after a sign-in. */
export function changeSession(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  progress: SignInProgress,
  thirdPartyId: string | null,
): SiteSession {
  const visit = visitOf(request);
  world.sessions.close(visit.session.id);
  visit.session = world.sessions.open(progress, thirdPartyId);
  sendCookie(reply, visit.session);
  return visit.session;
}

/** Who is signed in, or undefined; somebody who was removed, or whose access is over, is not. */
export function visitorOf(world: World, request: FastifyRequest): ThirdParty | undefined {
  const { session } = visitOf(request);
  if (session.progress !== 'signed_in') return undefined;
  return whoHasAccess(world, session.thirdPartyId);
}

export function whoHasAccess(world: World, thirdPartyId: string | null): ThirdParty | undefined {
  const found = world.thirdParties.find(thirdPartyId);
  return found && hasAccess(found, world.clock.now()) ? found : undefined;
}

function sendCookie(reply: FastifyReply, session: SiteSession): void {
  reply.header('set-cookie', `${COOKIE}=${session.id}; Path=/; HttpOnly; SameSite=Lax`);
}

function cookieOf(header: string | undefined): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('=', 2));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}
