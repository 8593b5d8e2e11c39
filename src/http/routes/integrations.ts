import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { listCapabilities } from '../../linking/index.ts';
import type { RouteApp } from '../route-app.ts';
import { Capability } from '../schemas/capabilities.ts';
import { Component, problems } from '../schemas/parts.ts';

export function addCapabilityRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/integrations/:integration/capabilities',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'List what an integration must be granted, and what that unlocks',
        tags: ['integrations'],
        operationId: 'integrations_capabilities_list',
        params: Type.Object({ integration: Type.String({ maxLength: 100 }) }),
        response: {
          200: Type.Object({ results: Type.Array(Component(Capability)) }, { additionalProperties: false }),
          ...problems(401, 404),
        },
      },
    },
    (request) => ({ results: listCapabilities(context, request.params.integration) }),
  );
}
