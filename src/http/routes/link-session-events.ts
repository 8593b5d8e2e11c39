import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { SECOND_MS } from '../../lib/duration.ts';
import { SessionWatch } from '../../linking/index.ts';
import { linkSessionOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { problems } from '../schemas/parts.ts';

/** Shorter than proxies wait on a silent connection, and than the page waits before it takes it for dead. */
const HEARTBEAT_MS = 15 * SECOND_MS;
/** Then the page comes again, and its token is looked at again. */
const LIFE_MS = 5 * 60 * SECOND_MS;

const CHANGED = 'event: changed\ndata: {}\n\n';
const HEARTBEAT = ': still here\n\n';

/** Says that the session has changed, not how: what a page shows comes from one place, `GET /session`. */
export function addLinkSessionEventsRoute(app: RouteApp, context: AppContext): void {
  const watch = new SessionWatch(context);
  // Who watches is let go, so that the door can close.
  app.addHook('preClose', (done) => {
    watch.close();
    done();
  });
  app.get(
    '/session/events',
    {
      config: { access: 'link_session', isHeldOpen: true },
      exposeHeadRoute: false,
      schema: {
        summary: 'Be told when the link session changes',
        description:
          'Server-sent events: `changed`, once at the start and whenever the session may look different. Ends after some minutes; ' +
          'come again then. Where it is refused, ask for the session from time to time.',
        tags: ['modal'],
        operationId: 'link-session_events',
        produces: ['text/event-stream'],
        response: { 200: Type.String(), ...problems(401) },
      },
    },
    async (request, reply) => {
      const events = new Readable({ read: () => undefined });
      const stop = watch.watch(linkSessionOf(request), {
        onChange: () => push(events, CHANGED),
        onClose: () => events.push(null),
      });
      keepAlive(events, stop);
      return sendEvents(reply, events);
    },
  );
}

/** A proxy that gathers an answer before it passes it on would keep the news back. */
function sendEvents(reply: FastifyReply, events: Readable): FastifyReply {
  return reply
    .headers({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
    .send(events);
}

function keepAlive(events: Readable, stop: () => void): void {
  const heartbeat = setInterval(() => push(events, HEARTBEAT), HEARTBEAT_MS).unref();
  const end = setTimeout(() => events.push(null), LIFE_MS).unref();
  // Ended by us, or left by the page: fastify destroys what it sends when the connection closes.
  events.once('close', () => {
    clearInterval(heartbeat);
    clearTimeout(end);
    stop();
  });
  events.push(HEARTBEAT);
}

/** A page that reads nothing any more gets nothing on top. */
function push(events: Readable, text: string): void {
  if (events.readableLength < 1024 && !events.readableEnded) events.push(text);
}
