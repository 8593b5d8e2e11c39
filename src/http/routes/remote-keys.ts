import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { createApiKey, rotateApiKey } from '../../auth/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { KeyName, RemoteKey } from '../schemas/administration.ts';
import { Component, problems } from '../schemas/parts.ts';

const config = { access: 'organization' as const, role: 'administer' as const };
const tags = ['api keys'];
const body = Type.Object({ name: KeyName });

/** The contract's two ways to a key; `/api/v1/api-keys` has all of them. */
export function addRemoteKeyRoutes(app: RouteApp, context: AppContext): void {
  app.post(
    '/generate-key',
    {
      config,
      schema: {
        summary: 'Generate an API key',
        description: 'With the roles of the calling key and of its environment.',
        tags,
        operationId: 'generate-key_create',
        body,
        response: { 200: Component(RemoteKey), ...problems(400, 401, 403, 409) },
      },
    },
    async (request) => {
      const { organizationId, environment, roles } = organizationOf(request);
      const { name } = request.body;
      const actor = actorOf(request);
      const { key } = await createApiKey(context.db, { organizationId, name, environment, roles, actor });
      return { name, key };
    },
  );
  app.post(
    '/regenerate-key',
    {
      config,
      schema: {
        summary: 'Rotate an API key by its name',
        description:
          'The former key ends within five seconds; `/api/v1/api-keys/{id}/rotate` can give it a grace. Only a key that holds all of ' +
          'its roles may do so.',
        tags,
        operationId: 'regenerate-key_create',
        body,
        response: { 200: Component(RemoteKey), ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const { organizationId, roles: callerRoles } = organizationOf(request);
      const choice = { organizationId, name: request.body.name };
      const actor = actorOf(request);
      const { name, key } = await rotateApiKey(context, { choice, actor, callerRoles, graceMinutes: 0 });
      return { name, key };
    },
  );
}
