import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import { getHeldMessage, listHeldMessages } from '../../linking/index.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { HeldMessage } from '../schemas/overrides.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

const base = { config: { access: 'organization' as const } };
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
