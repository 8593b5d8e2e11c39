import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { getAccountScopes, getDefaultScopes, narrowScopes } from '../../accounts/index.ts';
import { toScopeViews } from '../../hris/scope-views.ts';
import { actorOf, linkedAccountOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Component, problems } from '../schemas/parts.ts';
import { CommonModelScopes, ModelScopeRequest, toScopeWish } from '../schemas/scopes.ts';

const tags = ['scopes'];
const answer = Component(CommonModelScopes);
const Body = Type.Object({ common_models: Type.Array(ModelScopeRequest, { maxItems: 100 }) });

/** What may be read: of accounts that are linked from now on, and of one that is. */
export function addScopeRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/default-scopes',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'Retrieve the default scopes',
        tags,
        operationId: 'default-scopes_retrieve',
        description: 'What is read of an account whose link token says nothing else.',
        response: { 200: answer, ...problems(401) },
      },
    },
    async (request) => {
      const scopes = await getDefaultScopes(context.db, organizationOf(request).organizationId);
      return { common_models: toScopeViews(scopes) };
    },
  );
  app.get(
    '/linked-account-scopes',
    {
      config: { access: 'linked_account' },
      schema: {
        summary: 'Retrieve the scopes of the linked account',
        tags,
        operationId: 'linked-account-scopes_retrieve',
        response: { 200: answer, ...problems(401) },
      },
    },
    async (request) => ({
      common_models: toScopeViews(await getAccountScopes(context.db, linkedAccountOf(request))),
    }),
  );
  addNarrowing(app, context);
}

function addNarrowing(app: RouteApp, context: AppContext): void {
  app.post(
    '/linked-account-scopes',
    {
      config: { access: 'linked_account', role: 'administer' },
      schema: {
        summary: 'Narrow the scopes of the linked account',
        tags,
        operationId: 'linked-account-scopes_create',
        description:
          'Models and fields that are left out stay as they are. What is disabled is null from now on, and is deleted from what is ' +
          'stored. What nobody agreed to yet can’t be enabled here: that is a 409 `consent_needed`, and needs a relink.',
        body: Body,
        response: { 200: answer, ...problems(400, 401, 409) },
      },
    },
    async (request) => {
      const wishes = request.body.common_models.map((model, place) =>
        toScopeWish(model, `/common_models/${place}`),
      );
      const change = { wishes, actor: actorOf(request) };
      return {
        common_models: toScopeViews(await narrowScopes(context, linkedAccountOf(request), change)),
      };
    },
  );
}
