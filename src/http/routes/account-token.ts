import { Type } from 'typebox';
import { toAccountIntegration } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { exchangePublicToken, regenerateAccountToken } from '../../linking/index.ts';
import {
  actorOf,
  linkedAccountOf,
  organizationOf,
  presentedAccountToken,
} from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AccountToken, RegenerateAccountToken } from '../schemas/accounts.ts';
import { Component, problems } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

/** `<method> <prefix>/{public_token}`: the contract has the exchange at two addresses. */
export function addExchangeRoute(
  app: RouteApp,
  context: AppContext,
  route: { method: 'GET' | 'POST'; operationId: string },
): void {
  app.route({
    method: route.method,
    url: '/account-token/:public_token',
    // A HEAD request would use the token up without showing what it gives.
    exposeHeadRoute: false,
    // A GET that uses up a token and gives access: no reading.
    config: { access: 'organization', role: 'operate' },
    schema: {
      summary: 'Exchange a public token for the account token',
      tags: ['linking'],
      operationId: route.operationId,
      params: Type.Object({ public_token: Type.String() }),
      response: { 200: Component(AccountToken), ...problems(401, 404) },
    },
    handler: async (request) => {
      const exchanged = await exchangePublicToken(context, {
        organizationId: organizationOf(request).organizationId,
        publicToken: request.params.public_token,
      });
      return {
        account_token: exchanged.accountToken,
        integration: toAccountIntegration(exchanged.integration),
        id: exchanged.linkedAccountId,
      };
    },
  });
}

export function addAccountTokenRoutes(app: RouteApp, context: AppContext): void {
  addExchangeRoute(app, context, { method: 'GET', operationId: 'account-token_retrieve' });
  app.post(
    '/account-token/regenerate',
    {
      config: { access: 'linked_account', role: 'operate' },
      schema: {
        summary: 'Replace the account token',
        tags: ['linking'],
        operationId: 'account-token_regenerate',
        description: 'The former one works ten more minutes. Safe to repeat with the same former token.',
        response: { 200: Component(RegenerateAccountToken), ...problems(401) },
      },
    },
    async (request) => {
      const { linkedAccountId, accountToken } = await regenerateAccountToken(context, {
        ...linkedAccountOf(request),
        presentedToken: presentedAccountToken(request),
        actor: actorOf(request),
      });
      return { linked_account_id: linkedAccountId, account_token: accountToken };
    },
  );
}

/** For whoever has lost the account token, or the answer that held it: the API key alone asks for a new one. */
export function addLinkedAccountTokenRoute(app: RouteApp, context: AppContext): void {
  app.post(
    '/linked-accounts/:id/account-token',
    {
      config: { access: 'organization', role: 'operate' },
      schema: {
        summary: "Issue a new account token in place of a linked account's",
        tags: ['linked accounts'],
        operationId: 'native_linked-accounts_account-token_create',
        description: 'The former one works ten more minutes. Shown in this answer only.',
        params: IdParams,
        response: { 201: Component(RegenerateAccountToken), ...problems(401, 404) },
      },
    },
    async (request, reply) => {
      const { linkedAccountId, accountToken } = await regenerateAccountToken(context, {
        organizationId: organizationOf(request).organizationId,
        linkedAccountId: uuidParam(request, 'linked account'),
        actor: actorOf(request),
      });
      void reply.status(201);
      return { linked_account_id: linkedAccountId, account_token: accountToken };
    },
  );
}
