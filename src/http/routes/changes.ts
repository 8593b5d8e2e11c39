import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { FeedWatch, listChanges, type ChangePage as ChangePageText } from '../../hris/changes-feed.ts';
import { Uuid } from '../../hris/model/index.ts';
import { RECORD_TABLES } from '../../hris/record-tables.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { ChangePage } from '../schemas/changes.ts';
import { Component, OneOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';

const MAX_WAIT_SECONDS = 30;

const changesQuery = Type.Object({
  ...pageQuery,
  cursor: Type.Optional(
    Type.String({
      maxLength: 2000,
      description:
        '`next` of the answer before; `latest` starts now; without one, with the oldest that is kept.',
    }),
  ),
  linked_account_id: Type.Optional(Uuid),
  model: Type.Optional(OneOf(...Object.keys(RECORD_TABLES))),
  wait: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MAX_WAIT_SECONDS,
      description: 'Seconds to wait for the first change, where there is none yet.',
    }),
  ),
});

export function addChangeRoutes(app: RouteApp, context: AppContext): void {
  const watch = new FeedWatch(context);
  // Who waits is answered, so that the door can close.
  app.addHook('preClose', (done) => {
    watch.close();
    done();
  });
  app.get(
    '/changes',
    {
      config: { access: 'organization', isHeldOpen: true },
      schema: {
        summary: 'Read the change feed: what happened to records, in order',
        tags: ['changes'],
        operationId: 'changes_list',
        querystring: changesQuery,
        response: { 200: Component(ChangePage), ...problems(400, 401, 410) },
      },
    },
    async (request, reply) => {
      const { linked_account_id, model, wait = 0 } = request.query;
      const page = await listChanges(
        { db: context.db, cursorKey: context.secrets.cursorKey, watch },
        {
          organizationId: organizationOf(request).organizationId,
          filters: {
            ...(linked_account_id !== undefined && { linked_account_id }),
            ...(model !== undefined && { model }),
          },
          ...toPageRequest(request.query),
          cursor: request.query.cursor,
          waitSeconds: wait,
          signal: untilGone(reply),
        },
      );
      return sendPage(reply, page);
    },
  );
}

/** The text is JSON already; a string passes the serializer untouched. */
function sendPage(reply: FastifyReply, { next, hasMore, results }: ChangePageText): FastifyReply {
  const start = JSON.stringify({ next, has_more: hasMore }).slice(0, -1);
  return reply.type('application/json').send(`${start},"results":[${results}]}`);
}

function untilGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
