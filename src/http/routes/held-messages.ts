import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Nullable, Uuid } from '../../hris/model/index.ts';
import {
  approveHeldMessage,
  discardHeldMessage,
  getHeldMessage,
  listHeldMessages,
} from '../../linking/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { ConnectorOverride, HeldMessage } from '../schemas/overrides.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { assertOverridesAllowed, callerName } from './connector-overrides.ts';
import { IdParams } from './id-param.ts';

const base = { config: { access: 'organization' as const, role: 'administer' as const } };
const tags = ['issues'];

export function addHeldMessageRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/held-messages',
    {
      ...base,
      schema: {
        summary: 'List held messages, oldest first',
        description:
          'Mail of the source that waits for a person or for the consent. Names and shapes are shown, nothing that it says.',
        tags,
        operationId: 'held-messages_list',
        querystring: Type.Object({ ...pageQuery, linked_account_id: Type.Optional(Uuid) }),
        response: { 200: PageOf(Component(HeldMessage)), ...problems(400, 401) },
      },
    },
    (request) =>
      listHeldMessages(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        {
          scope: { organizationId: organizationOf(request).organizationId },
          linkedAccountId: request.query.linked_account_id,
          ...toPageRequest(request.query),
        },
      ),
  );
  addHeldMessageDecisionRoutes(app, context);
  app.get(
    '/held-messages/:id',
    {
      ...base,
      schema: {
        summary: 'Retrieve a held message',
        tags,
        operationId: 'held-messages_retrieve',
        params: IdParams,
        response: { 200: Component(HeldMessage), ...problems(401, 404) },
      },
    },
    (request) =>
      getHeldMessage(context, {
        scope: { organizationId: organizationOf(request).organizationId },
        id: request.params.id,
      }),
  );
}

/** What a person decides about a held message. */
function addHeldMessageDecisionRoutes(app: RouteApp, context: AppContext): void {
  addApproval(app, context);
  app.post(
    '/held-messages/:id/discard',
    {
      ...base,
      schema: {
        summary: 'Drop a held message for good',
        description: 'The issue about unknown links closes with the last such message of the account.',
        tags,
        operationId: 'held-messages_discard',
        params: IdParams,
        response: { 204: Type.Null({ description: 'It is gone.' }), ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      await discardHeldMessage(context, {
        scope: { organizationId: organizationOf(request).organizationId },
        id: request.params.id,
        actor: actorOf(request),
      });
      return reply.status(204).send(null);
    },
  );
}

function addApproval(app: RouteApp, context: AppContext): void {
  app.post(
    '/held-messages/:id/approve',
    {
      ...base,
      schema: {
        summary: "Let a held message's link pass",
        description:
          'Stores the override by which its link becomes an invitation link, for every organization of the deployment; the ' +
          'message is looked at again. Only where MUSTER_OVERRIDES_BY_API is true.',
        tags,
        operationId: 'held-messages_approve',
        params: IdParams,
        body: Type.Object({
          link_host: Type.Optional(
            Nullable(
              Type.String({
                maxLength: 255,
                description: 'Needed where the message links to several unknown hosts.',
              }),
            ),
          ),
          link_path: Type.Optional(
            Nullable(Type.String({ maxLength: 500, description: '`*` for a token: `/welcome/*`' })),
          ),
          reason: Type.String({ minLength: 1, maxLength: 500 }),
        }),
        response: { 201: Component(ConnectorOverride), ...problems(400, 401, 403, 404, 409) },
      },
    },
    async (request, reply) => {
      assertOverridesAllowed(context);
      const { link_host: linkHost = null, link_path: linkPath = null, reason } = request.body;
      const override = await approveHeldMessage(context, {
        scope: { organizationId: organizationOf(request).organizationId },
        id: request.params.id,
        linkHost,
        linkPath,
        reason,
        approvedBy: callerName(request),
        actor: actorOf(request),
      });
      void reply.status(201);
      return override;
    },
  );
}
