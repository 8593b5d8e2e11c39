import { getLinkedAccount, toAvailableActions } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { linkedAccountOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AvailableActions } from '../schemas/accounts.ts';
import { Component, problems } from '../schemas/parts.ts';

export function addAvailableActionsRoute(app: RouteApp, context: AppContext): void {
  app.get(
    '/available-actions',
    {
      config: { access: 'linked_account' },
      schema: {
        summary: 'List what can be done with the linked account',
        description: 'The models that its way in can give, each to be read only.',
        tags: ['linked accounts'],
        operationId: 'available-actions_retrieve',
        response: { 200: Component(AvailableActions), ...problems(401) },
      },
    },
    async (request) => {
      const { organizationId, linkedAccountId } = linkedAccountOf(request);
      const account = await getLinkedAccount(context.db, organizationId, linkedAccountId);
      return toAvailableActions(account, context.connectors);
    },
  );
}
