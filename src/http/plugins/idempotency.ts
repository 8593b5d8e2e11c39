import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onSendAsyncHookHandler,
  preHandlerAsyncHookHandler,
} from 'fastify';
import type { AppContext } from '../../app-context.ts';
import { toError } from '../../lib/app-error.ts';
import {
  beginRequest,
  giveUpKey,
  keepAnswer,
  type HeldKey,
  type IdempotencyDeps,
} from '../../traffic/index.ts';

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyKey: HeldKey | null;
  }
}

/** Headers of an answer that say something about what was done; all others are of the answer at hand. */
const KEPT_HEADERS = ['content-type', 'location'] as const;

type Deps = IdempotencyDeps & Pick<AppContext, 'log'>;

/**
 * Honours `Idempotency-Key` on every POST with an API key, behind authentication and validation: what was refused before is
 * no answer to keep. The first answer is given again for a day.
 */
export function addIdempotency(app: FastifyInstance, context: AppContext): void {
  app.decorateRequest('idempotencyKey', null);
  app.addHook('onRoute', (route) => {
    const { access } = route.config ?? {};
    if (route.method !== 'POST' || (access !== 'organization' && access !== 'linked_account')) return;
    const begin: preHandlerAsyncHookHandler = (request, reply) => beginOnce(toDeps(context), request, reply);
    const end: onSendAsyncHookHandler = (request, reply, payload) =>
      keepOnce(toDeps(context), request, reply, payload);
    route.preHandler = [...[route.preHandler ?? []].flat(), begin];
    route.onSend = [...[route.onSend ?? []].flat(), end];
  });
}

async function beginOnce(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const key = request.headers['idempotency-key'];
  const { organization, linkedAccount } = request;
  if (key === undefined || !organization) return;
  const begun = await beginRequest(deps, {
    organizationId: organization.organizationId,
    linkedAccountId: linkedAccount?.linkedAccountId ?? null,
    // Older clients put `/api` into their base URL: the same route.
    route: `POST ${(request.routeOptions.url ?? '').replace(/^\/api(?=\/)/, '')}`,
    key: String(key),
    // Another key may do other things, and must not be given the tokens of this one's answer.
    content: {
      apiKeyId: organization.apiKeyId,
      params: request.params,
      query: request.query,
      body: request.body,
    },
  });
  if ('held' in begun) {
    request.idempotencyKey = begun.held;
    return;
  }
  const { status, headers, body } = begun.answer;
  return reply
    .status(status)
    .headers({ ...headers, 'Idempotent-Replayed': 'true' })
    .send(body === '' ? undefined : body);
}

/** Answers that say "try again" are not kept. One that can't be kept is sent all the same: what it tells of is done. */
async function keepOnce(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const held = request.idempotencyKey;
  if (!held) return payload;
  request.idempotencyKey = null;
  const status = reply.statusCode;
  try {
    const body = toText(payload);
    if (status >= 500 || status === 429 || body === undefined) await giveUpKey(deps, held);
    else await keepAnswer(deps, held, { status, headers: keptHeaders(reply), body });
  } catch (thrown) {
    deps.log.warn({ error: toError(thrown), request_id: request.id }, 'answer_not_kept');
  }
  return payload;
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  const entries = KEPT_HEADERS.map((name) => [name, reply.getHeader(name)] as const);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]),
  );
}

/** Undefined: a stream, which is read but once. */
function toText(payload: unknown): string | undefined {
  if (payload === undefined || payload === null) return '';
  if (typeof payload === 'string') return payload;
  return Buffer.isBuffer(payload) ? payload.toString('utf8') : undefined;
}

function toDeps({ db, clock, vault, log, secrets }: AppContext): Deps {
  return { db, clock, vault, log, fingerprintKey: secrets.idempotencyKey };
}
