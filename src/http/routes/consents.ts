import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { listConsents } from '../../linking/index.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Consent } from '../schemas/consents.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

/** `GET /linked-accounts/{id}/consents`. */
export function addConsentRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/linked-accounts/:id/consents',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'List what admins of the employer agreed to',
        description:
          'Newest first: the exact text, by whom, when and in which language. A consent is never changed; it goes when the account is erased.',
        tags: ['linked accounts'],
        operationId: 'native_linked-accounts_consents_list',
        params: IdParams,
        querystring: Type.Object(pageQuery),
        response: { 200: PageOf(Component(Consent)), ...problems(400, 401, 404) },
      },
    },
    (request) =>
      listConsents(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        { organizationId: organizationOf(request).organizationId, linkedAccountId: request.params.id },
        toPageRequest(request.query),
      ),
  );
}
