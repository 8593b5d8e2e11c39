import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { listGroupTypes } from '../../hris/list-group-types.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { List, problems } from '../schemas/parts.ts';

const Query = Type.Object({
  include_deleted_data: Type.Optional(Type.Boolean()),
  show_enum_origins: Type.Optional(
    List(Type.String({ description: '`type`: the words of the sources instead of ours.' })),
  ),
});

export function addGroupTypesRoute(app: RouteApp, context: AppContext): void {
  app.get(
    '/groups/types',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'List the types of groups',
        description: 'Of the groups of all linked accounts of the organization.',
        tags: ['groups'],
        operationId: 'groups_types_list',
        querystring: Query,
        response: {
          200: Type.Object({ types: Type.Array(Type.String()) }, { additionalProperties: false }),
          ...problems(400, 401),
        },
      },
    },
    async (request) => ({
      types: await listGroupTypes(context, {
        organizationId: organizationOf(request).organizationId,
        areDeletedIncluded: request.query.include_deleted_data ?? false,
        inWordsOfSource: request.query.show_enum_origins !== undefined,
      }),
    }),
  );
}
