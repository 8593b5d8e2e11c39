import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import { describeLinkSession, listLinkSessions } from '../../linking/index.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { LinkSessionOverview, LinkSessionState } from '../schemas/link-session.ts';
import { Component, List, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

const config = { access: 'organization' as const };
const tags = ['linking'];

/** For whoever helps employers through the modal: where each stands, since when, and why. */
export function addLinkSessionListRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/link-sessions',
    {
      config,
      schema: {
        summary: 'List link sessions, oldest first',
        description: 'Open ones, unless states are asked for by name.',
        tags,
        operationId: 'link-sessions_list',
        querystring: Type.Object({
          ...pageQuery,
          state: Type.Optional(List(LinkSessionState)),
          linked_account_id: Type.Optional(Uuid),
        }),
        response: { 200: PageOf(Component(LinkSessionOverview)), ...problems(400, 401) },
      },
    },
    (request) => {
      const { state: states, linked_account_id: linkedAccountId } = request.query;
      return listLinkSessions(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        {
          organizationId: organizationOf(request).organizationId,
          filters: {
            ...(states !== undefined && { states }),
            ...(linkedAccountId !== undefined && { linkedAccountId }),
          },
          ...toPageRequest(request.query),
        },
      );
    },
  );
  app.get(
    '/link-sessions/:id',
    {
      config,
      schema: {
        summary: 'Retrieve a link session',
        tags,
        operationId: 'link-sessions_retrieve',
        params: IdParams,
        response: { 200: Component(LinkSessionOverview), ...problems(401, 404) },
      },
    },
    (request) =>
      describeLinkSession(context, {
        organizationId: organizationOf(request).organizationId,
        id: request.params.id,
      }),
  );
}
