import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toError } from '../../../lib/app-error.ts';
import { cutBody, wholeBody, type Payload } from '../site/cut-body.ts';
import { waitIfSlow } from '../site/page-faults.ts';
import { html } from '../pages/html.ts';
import { renderPage } from '../pages/layout.ts';
import type { World } from '../world.ts';

/** Journal, the sandbox's time and the faults of the doors for apps: API, token endpoint and consent pages. */
export function addApiHooks(app: FastifyInstance, world: World): void {
  const closing = new AbortController();
  app.addHook('preClose', (done) => {
    closing.abort();
    done();
  });
  app.addHook('onRequest', async (request, reply) => {
    world.journal.append(request.method, request.url, world.clock.now());
    reply.header('date', world.clock.now().toUTCString());
    await waitIfSlow('slow', world, request, closing.signal);
    return refuseByFault(world, request, reply) ? reply : undefined;
  });
  app.addHook<Payload>('onSend', (request, reply, payload, done) => {
    sendDistorted(world, request, reply, payload, closing.signal).then(
      // What was cut off honestly is written already.
      (sent) => (reply.sent ? undefined : done(null, sent)),
      (error: unknown) => done(toError(error)),
    );
  });
}

async function sendDistorted(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: Payload,
  closing: AbortSignal,
): Promise<Payload> {
  await waitIfSlow('slow_answer', world, request, closing);
  const path = pathOf(request);
  const distorted = await distort(world, path, reply, payload);
  const cut = world.faults.take('cut', path);
  return cut ? cutBody(reply, await wholeBody(distorted), cut.bytes!, cut.honestLength ?? true) : distorted;
}

/** True when the request is answered. */
function refuseByFault(world: World, request: FastifyRequest, reply: FastifyReply): boolean {
  const path = pathOf(request);
  const throttled = world.faults.take('status_429', path);
  if (throttled) {
    if (throttled.retryAfter !== undefined) reply.header('retry-after', String(throttled.retryAfter));
    return refuse(reply, path, 429, 'rate_limited');
  }
  return world.faults.take('status_500', path) ? refuse(reply, path, 500, 'internal') : false;
}

function refuse(reply: FastifyReply, path: string, status: number, code: string): true {
  const isPage = path.startsWith('/oauth/authorize');
  const page = () => renderPage({ title: 'Please try again', body: html`<p>This did not work.</p>` });
  const body = isPage ? page() : { error: path === '/oauth/token' ? code : { code } };
  if (isPage) reply.type('text/html; charset=utf-8');
  void reply.code(status).send(body);
  return true;
}

/** A page where JSON is due, another word or a lost field. */
async function distort(world: World, path: string, reply: FastifyReply, payload: Payload): Promise<Payload> {
  const malformed = world.faults.take('api_malformed', path);
  if (malformed) {
    reply.header('content-type', malformed.contentType ?? 'application/json; charset=utf-8');
    reply.removeHeader('content-length');
    return renderPage({ title: 'Please wait', body: html`<p>This page is no JSON.</p>` });
  }
  const word = world.faults.take('api_changed_word', path);
  const field = world.faults.take('api_missing_field', path);
  if (!word && !field) return payload;
  const text = (await wholeBody(payload)).toString('utf8');
  if (!isJson(text)) return text;
  reply.removeHeader('content-length');
  return JSON.stringify(
    JSON.parse(text, (name, value: unknown) => {
      if (field && name === field.name) return undefined;
      return word && value === word.from ? word.to : value;
    }),
  );
}

function isJson(text: string): boolean {
  return text.startsWith('{');
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!;
}
