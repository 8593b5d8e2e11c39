import { Type } from 'typebox';
import { updateAccountSettings } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { Nullable } from '../../hris/model/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { LinkedAccountSettings, NotificationMode, SyncInterval } from '../schemas/accounts.ts';
import { Component, problems } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

export function addLinkedAccountSettingsRoutes(app: RouteApp, context: AppContext): void {
  app.patch(
    '/linked-accounts/:id',
    {
      config: { access: 'organization', role: 'operate' },
      schema: {
        summary: "Change a linked account's settings",
        tags: ['linked accounts'],
        operationId: 'native_linked-accounts_update',
        description:
          'What is left out stays. The source is read again at once where it means something else from now on.',
        params: IdParams,
        body: Type.Object({
          organization_head: Type.Optional(
            Nullable(
              Type.String({
                minLength: 1,
                maxLength: 320,
                description: 'Work e-mail or full name of who reports to nobody.',
              }),
            ),
          ),
          time_zone: Type.Optional(Type.String({ maxLength: 100, description: 'As in America/New_York.' })),
          sync_interval_seconds: Type.Optional(SyncInterval),
          notification_addresses: Type.Optional(
            Type.Array(Type.String({ format: 'email', maxLength: 320 }), {
              maxItems: 20,
              description: 'Who gets mail about this account; it holds counts and a link, nobody’s data.',
            }),
          ),
          notification_mode: Type.Optional(NotificationMode),
          required_capabilities: Type.Optional(
            Nullable(
              Type.Array(Type.String({ maxLength: 100 }), {
                maxItems: 50,
                description:
                  'Capabilities of the integration whose permissions must be granted, for a link to be complete and lest an issue ' +
                  'is opened. Null: those that the deployment requires.',
              }),
            ),
          ),
        }),
        response: { 200: Component(LinkedAccountSettings), ...problems(400, 401, 404) },
      },
    },
    (request) =>
      updateAccountSettings(
        context,
        { organizationId: organizationOf(request).organizationId, linkedAccountId: request.params.id },
        request.body,
        actorOf(request),
      ),
  );
}
