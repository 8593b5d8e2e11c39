import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { AppError } from '../../lib/app-error.ts';
import { addOverride, listOverrides, withdrawOverride } from '../../overrides/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { ConnectorOverride, Patch } from '../schemas/overrides.ts';
import { Component, PageOf, problems } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

const base = { config: { access: 'organization' as const, role: 'administer' as const } };
const tags = ['operations'];
const description = `An override corrects what is assumed about a source, for every organization of the deployment, while the
service runs: the same object as MUSTER_JUSTWORKS_SITE, but lists gain entries and lose none. Only where
MUSTER_OVERRIDES_BY_API is true.`;

export function addConnectorOverrideRoutes(app: RouteApp, context: AppContext): void {
  addListing(app, context);
  addWriting(app, context);
}

function addListing(app: RouteApp, context: AppContext): void {
  app.get(
    '/connector-overrides',
    {
      ...base,
      schema: {
        summary: 'List overrides, newest first, withdrawn ones too',
        description,
        tags,
        operationId: 'connector-overrides_list',
        response: { 200: PageOf(Component(ConnectorOverride)), ...problems(401, 403) },
      },
    },
    async () => {
      assertOverridesAllowed(context);
      return { next: null, previous: null, results: await listOverrides(context) };
    },
  );
}

function addWriting(app: RouteApp, context: AppContext): void {
  app.post(
    '/connector-overrides',
    {
      ...base,
      schema: {
        summary: 'Store an override',
        description,
        tags,
        operationId: 'connector-overrides_create',
        body: Type.Object({
          integration: Type.String({ maxLength: 100 }),
          patch: Patch,
          reason: Type.String({ minLength: 1, maxLength: 500 }),
        }),
        response: { 201: Component(ConnectorOverride), ...problems(400, 401, 403, 404, 409) },
      },
    },
    async (request, reply) => {
      assertOverridesAllowed(context);
      const added = await addOverride(context, {
        ...request.body,
        approvedBy: callerName(request),
        by: caller(request),
      });
      void reply.status(201);
      return added;
    },
  );
  app.delete(
    '/connector-overrides/:id',
    {
      ...base,
      schema: {
        summary: 'Withdraw an override',
        tags,
        operationId: 'connector-overrides_delete',
        params: IdParams,
        response: { 200: Component(ConnectorOverride), ...problems(401, 403, 404, 409) },
      },
    },
    async (request) => {
      assertOverridesAllowed(context);
      const withdrawnBy = callerName(request);
      return withdrawOverride(context, {
        id: request.params.id,
        withdrawnBy,
        by: caller(request),
      });
    },
  );
}

/** An override holds for every organization, so that one of several must not make it. */
export function assertOverridesAllowed({ config }: Pick<AppContext, 'config'>): void {
  if (config.areOverridesByApiAllowed) return;
  throw new AppError(
    'forbidden',
    'overrides_by_api_off',
    'Overrides hold for the whole deployment. Use `muster justworks override`, or set MUSTER_OVERRIDES_BY_API=true where there is but one organization.',
  );
}

function caller(request: FastifyRequest) {
  return { organizationId: organizationOf(request).organizationId, actor: actorOf(request) };
}

export function callerName(request: FastifyRequest): string {
  return `API key ${organizationOf(request).apiKeyName}`;
}
