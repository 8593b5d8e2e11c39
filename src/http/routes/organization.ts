import type { Static } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { getOrganization, updateOrganization, type OrganizationChange } from '../../auth/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Organization, OrganizationPatch } from '../schemas/organization.ts';
import { Component, problems } from '../schemas/parts.ts';
import { toScopeWish } from '../schemas/scopes.ts';

const access = 'organization' as const;
const tags = ['organization'];

export function addOrganizationRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/organization',
    {
      config: { access },
      schema: {
        summary: 'Retrieve the organization',
        description: 'The one that the API key belongs to: its looks, its origins, its defaults.',
        tags,
        operationId: 'organization_retrieve',
        response: { 200: Component(Organization), ...problems(401) },
      },
    },
    (request) => getOrganization(context.db, organizationOf(request).organizationId),
  );
  app.patch(
    '/organization',
    {
      config: { access, role: 'administer' },
      schema: {
        summary: 'Change the organization',
        description:
          'What is left out stays, also within `branding` and `defaults`. Defaults are for accounts that are linked from now on.',
        tags,
        operationId: 'organization_update',
        body: OrganizationPatch,
        response: { 200: Component(Organization), ...problems(400, 401, 403) },
      },
    },
    (request) =>
      updateOrganization(
        context.db,
        organizationOf(request).organizationId,
        toChange(request.body),
        actorOf(request),
      ),
  );
}

function toChange(body: Static<typeof OrganizationPatch>): OrganizationChange {
  const { branding = {}, defaults = {} } = body;
  const change = {
    name: body.name,
    serviceFirstName: branding.service_first_name,
    logoUrl: branding.logo_url,
    color: branding.color,
    supportContact: branding.support_contact,
    allowedOrigins: body.allowed_origins,
    notificationAddresses: body.notification_addresses,
    hubPageUrl: body.hub_page_url,
    connectionMethods: body.connection_methods,
    defaultSyncIntervalSeconds: defaults.sync_interval_seconds,
    defaultNotificationMode: defaults.notification_mode,
    defaultTimeZone: defaults.time_zone,
    defaultLanguage: defaults.language,
    defaultScopes:
      defaults.scopes?.map((scope, place) => toScopeWish(scope, `/defaults/scopes/${place}`)) ??
      defaults.scopes,
  };
  return change as OrganizationChange;
}
