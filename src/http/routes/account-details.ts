import { getLinkedAccount, toAccountDetails } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { linkedAccountOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AccountDetails } from '../schemas/accounts.ts';
import { Component, problems } from '../schemas/parts.ts';

export function addAccountDetailsRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/account-details',
    {
      config: { access: 'linked_account' },
      schema: {
        summary: 'Retrieve the linked account',
        tags: ['linked accounts'],
        operationId: 'account-details_retrieve',
        response: { 200: Component(AccountDetails), ...problems(401) },
      },
    },
    async (request) => {
      const { organizationId, linkedAccountId } = linkedAccountOf(request);
      const account = await getLinkedAccount(context.db, organizationId, linkedAccountId);
      return toAccountDetails(account, context.connectors);
    },
  );
}
