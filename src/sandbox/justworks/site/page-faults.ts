import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { html } from '../pages/html.ts';
import { renderPage } from '../pages/layout.ts';
import type { World } from '../world.ts';
import { sendSignedOut } from './guards.ts';
import { changeSession, pathOf, visitOf } from './visit.ts';

const DEFAULT_DELAY_MS = 5_000;

/** Applies the faults that stand before a page. Resolves to true when the request is answered. */
export async function applyPageFaults(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<boolean> {
  const path = pathOf(request);
  await waitIfSlow('slow', world, request, closing);
  if (signOut(world, request, reply) && isFile(path)) {
    // A signed link needs no session; here the file store asks for one all the same.
    void sendSignedOut(world, request, reply);
    return true;
  }
  const throttled = world.faults.take('status_429', path);
  if (throttled) {
    if (throttled.retryAfter !== undefined) reply.header('retry-after', String(throttled.retryAfter));
    return send(reply, 429, 'Too many requests');
  }
  if (world.faults.take('status_500', path)) return send(reply, 500, 'Something went wrong');
  const challenge = world.faults.take('challenge', path);
  return challenge ? send(reply, challenge.status ?? 403, 'Just a moment', CHALLENGE) : false;
}

/** `slow` waits before the page does its work, `slow_answer` after it. Only the sandbox's own closing ends the wait early. */
export async function waitIfSlow(
  name: 'slow' | 'slow_answer',
  world: World,
  request: FastifyRequest,
  closing: AbortSignal,
): Promise<void> {
  const path = pathOf(request);
  const method = world.faults.find(name, path)?.method ?? request.method;
  const slow = method === request.method ? world.faults.take(name, path) : undefined;
  if (slow) {
    await delay(slow.delayMs ?? DEFAULT_DELAY_MS, undefined, { signal: closing }).catch(() => undefined);
  }
}

const CHALLENGE = html`<div id="challenge"><p>Checking your browser before you go on.</p></div>`;

function send(
  reply: FastifyReply,
  status: number,
  title: string,
  body = html`<p>Please try again.</p>`,
): true {
  void reply.code(status).type('text/html; charset=utf-8').send(renderPage({ title, body }));
  return true;
}

/**
 * A fault without count and path closed all sessions when it was switched on; here it only shapes the answer.
 * True when this visitor was signed out now.
 */
function signOut(world: World, request: FastifyRequest, reply: FastifyReply): boolean {
  const visit = visitOf(request);
  const path = pathOf(request);
  const fault = world.faults.find('signed_out', path);
  if (!fault) return false;
  visit.isAnsweredWithLoginPage = fault.answer === 'login_page';
  const isStanding = fault.remaining === null && fault.path === '/';
  const isMet = visit.session.progress === 'signed_in' || isFile(path);
  if (isStanding || !isMet) return false;
  world.faults.take('signed_out', path);
  changeSession(world, request, reply, 'anonymous', null);
  return true;
}

function isFile(path: string): boolean {
  return path.startsWith('/report-files/');
}
