import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import {
  changeApiKeyRoles,
  createApiKey,
  getApiKey,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
} from '../../auth/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { ApiKey, KeyName, NewApiKey, Roles } from '../schemas/administration.ts';
import { Component, OneOf, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const config = { access: 'organization' as const, role: 'administer' as const };
const tags = ['api keys'];
const MAX_GRACE_MINUTES = 7 * 24 * 60;

/** `/api-keys`: a key gives no role that it lacks itself, and the last one that administers stays. */
export function addApiKeyRoutes(app: RouteApp, context: AppContext): void {
  addReading(app, context);
  addCreation(app, context);
  addRotation(app, context);
  addChange(app, context);
  addRevocation(app, context);
}

function addReading(app: RouteApp, context: AppContext): void {
  app.get(
    '/api-keys',
    {
      config,
      schema: {
        summary: 'List API keys, oldest first',
        description: 'Those that are not revoked. When a key was last used is told to the minute.',
        tags,
        operationId: 'api-keys_list',
        querystring: Type.Object(pageQuery),
        response: { 200: PageOf(Component(ApiKey)), ...problems(400, 401, 403) },
      },
    },
    (request) =>
      listApiKeys(
        { ...context, cursorKey: context.secrets.cursorKey },
        { organizationId: organizationOf(request).organizationId, ...toPageRequest(request.query) },
      ),
  );
  app.get(
    '/api-keys/:id',
    {
      config,
      schema: {
        summary: 'Retrieve an API key',
        tags,
        operationId: 'api-keys_retrieve',
        params: IdParams,
        response: { 200: Component(ApiKey), ...problems(401, 403, 404) },
      },
    },
    (request) =>
      getApiKey(context, {
        organizationId: organizationOf(request).organizationId,
        id: uuidParam(request, 'API key'),
      }),
  );
}

function addCreation(app: RouteApp, context: AppContext): void {
  app.post(
    '/api-keys',
    {
      config,
      schema: {
        summary: 'Make an API key',
        description: 'The key is shown in this answer only. It gets no role that the calling key lacks.',
        tags,
        operationId: 'api-keys_create',
        body: Type.Object({
          name: KeyName,
          roles: Roles,
          environment: Type.Optional(OneOf('test', 'live')),
        }),
        response: { 201: Component(NewApiKey), ...problems(400, 401, 403, 409) },
      },
    },
    async (request, reply) => {
      const { organizationId, environment, roles: callerRoles } = organizationOf(request);
      const { id, key } = await createApiKey(context.db, {
        environment,
        ...request.body,
        organizationId,
        callerRoles,
        actor: actorOf(request),
      });
      void reply.status(201);
      return { ...(await getApiKey(context, { organizationId, id })), key };
    },
  );
}

function addRotation(app: RouteApp, context: AppContext): void {
  app.post(
    '/api-keys/:id/rotate',
    {
      config,
      schema: {
        summary: 'Rotate an API key',
        description:
          'A new key in place of the former one, which works on for `grace_minutes`. Where that is 0 it ends within five seconds. ' +
          'Only a key that holds all of its roles may do so.',
        tags,
        operationId: 'api-keys_rotate',
        params: IdParams,
        body: Type.Object({
          grace_minutes: Type.Optional(
            Type.Integer({ minimum: 0, maximum: MAX_GRACE_MINUTES, description: '0 unless given.' }),
          ),
        }),
        response: { 200: Component(NewApiKey), ...problems(400, 401, 403, 404) },
      },
    },
    (request) => {
      const { organizationId, roles: callerRoles } = organizationOf(request);
      return rotateApiKey(context, {
        choice: { organizationId, id: uuidParam(request, 'API key') },
        actor: actorOf(request),
        callerRoles,
        graceMinutes: request.body.grace_minutes ?? 0,
      });
    },
  );
}

function addChange(app: RouteApp, context: AppContext): void {
  app.patch(
    '/api-keys/:id',
    {
      config,
      schema: {
        summary: "Change an API key's roles",
        tags,
        operationId: 'api-keys_update',
        params: IdParams,
        body: Type.Object({ roles: Roles }),
        response: { 200: Component(ApiKey), ...problems(400, 401, 403, 404, 409) },
      },
    },
    (request) => {
      const { organizationId, roles: callerRoles } = organizationOf(request);
      return changeApiKeyRoles(context, {
        key: { organizationId, id: uuidParam(request, 'API key') },
        roles: request.body.roles,
        actor: actorOf(request),
        callerRoles,
      });
    },
  );
}

function addRevocation(app: RouteApp, context: AppContext): void {
  app.delete(
    '/api-keys/:id',
    {
      config,
      schema: {
        summary: 'Revoke an API key',
        description: 'For good, and within five seconds. The last key that administers stays.',
        tags,
        operationId: 'api-keys_delete',
        params: IdParams,
        response: { 204: Type.Null({ description: 'It is revoked.' }), ...problems(401, 403, 404, 409) },
      },
    },
    async (request, reply) => {
      const { organizationId } = organizationOf(request);
      const key = { organizationId, id: uuidParam(request, 'API key') };
      await revokeApiKey(context.db, key, actorOf(request));
      return reply.status(204).send(null);
    },
  );
}
