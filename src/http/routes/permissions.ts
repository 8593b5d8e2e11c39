import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { listPermissions } from '../../linking/index.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AccountPermission } from '../schemas/capabilities.ts';
import { Component, problems } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

export function addPermissionRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/linked-accounts/:id/permissions',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'List what the source grants a linked account',
        description:
          'Each permission that its way in asks for, what it unlocks, and when it was last checked. `unknown`: not tried yet, ' +
          'or the source gave no answer.',
        tags: ['linked accounts'],
        operationId: 'native_linked-accounts_permissions_list',
        params: IdParams,
        response: {
          200: Type.Object(
            { results: Type.Array(Component(AccountPermission)) },
            { additionalProperties: false },
          ),
          ...problems(401, 404),
        },
      },
    },
    async (request) => ({
      results: await listPermissions(context, {
        organizationId: organizationOf(request).organizationId,
        linkedAccountId: request.params.id,
      }),
    }),
  );
}
