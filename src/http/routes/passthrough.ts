import { Type, type Static } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { notFound } from '../../lib/app-error.ts';
import { isUuid } from '../../lib/ids.ts';
import {
  getAsyncPassthrough,
  passThrough,
  startAsyncPassthrough,
  type WantedRequest,
} from '../../passthrough/index.ts';
import { actorOf, linkedAccountOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AsyncPassthroughReceipt, DataPassthroughRequest, RemoteResponse } from '../schemas/passthrough.ts';
import { Component, problems } from '../schemas/parts.ts';

const tags = ['passthrough'];
const config = { access: 'linked_account', role: 'operate' } as const;
const PENDING = 'PENDING';
const LIMITS =
  'For accounts that are linked by `oauth`, and GETs of a list of paths whose content the account’s scopes show whole.';

/** The source's own API, under the employer's consent. */
export function addPassthroughRoutes(app: RouteApp, context: AppContext): void {
  app.post(
    '/passthrough',
    {
      config,
      schema: {
        summary: 'Ask the source itself',
        description: `${LIMITS} Statuses of the source stand in the answer; its 429 and 5xx are a 429 and a 503 here.`,
        tags,
        operationId: 'passthrough_create',
        body: DataPassthroughRequest,
        response: { 200: Component(RemoteResponse), ...problems(400, 401, 403, 409, 422, 503) },
      },
    },
    (request) => passThrough(context, linkedAccountOf(request), toWanted(request.body), actorOf(request)),
  );
  addAsync(app, context);
}

function addAsync(app: RouteApp, context: AppContext): void {
  app.post(
    '/async-passthrough',
    {
      config,
      schema: {
        summary: 'Ask the source itself, and fetch the answer later',
        description: `${LIMITS} The answer is kept for 24 hours.`,
        tags,
        operationId: 'async-passthrough_create',
        body: DataPassthroughRequest,
        response: { 200: Component(AsyncPassthroughReceipt), ...problems(400, 401, 403, 409, 503) },
      },
    },
    async (request) => ({
      async_passthrough_receipt_id: await startAsyncPassthrough(
        context,
        linkedAccountOf(request),
        toWanted(request.body),
        actorOf(request),
      ),
    }),
  );
  app.get(
    '/async-passthrough/:async_passthrough_receipt_id',
    {
      config,
      schema: {
        summary: 'Fetch the answer of the source',
        description:
          'Until it is there: 202. What kept the source from answering is the error that a direct request would have got.',
        tags,
        operationId: 'async-passthrough_retrieve',
        params: Type.Object({
          async_passthrough_receipt_id: Type.String({ description: 'As the request was answered with.' }),
        }),
        response: {
          200: Component(RemoteResponse),
          202: Type.Unsafe<string>({ type: 'string', enum: [PENDING], description: 'Not yet.' }),
          ...problems(401, 403, 404, 409, 422, 503),
        },
      },
    },
    async (request, reply) => {
      const { async_passthrough_receipt_id: id } = request.params;
      if (!isUuid(id)) throw notFound('passthrough receipt');
      const answer = await getAsyncPassthrough(context, linkedAccountOf(request), id);
      if (answer) return answer;
      // A text is taken for JSON already.
      return reply.status(202).type('application/json').send(JSON.stringify(PENDING));
    },
  );
}

function toWanted(body: Static<typeof DataPassthroughRequest>): WantedRequest {
  return {
    method: body.method,
    path: body.path,
    headers: body.headers ?? null,
    baseUrlOverride: body.base_url_override ?? null,
    hasBody: Boolean(body.data) || (body.multipart_form_data ?? []).length > 0,
  };
}
