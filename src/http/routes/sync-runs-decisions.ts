import type { AppContext } from '../../app-context.ts';
import { discardRun, releaseRun } from '../../sync/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Component, problems } from '../schemas/parts.ts';
import { SyncRun } from '../schemas/sync-runs.ts';
import { IdParams } from './id-param.ts';

const base = { config: { access: 'organization' as const, role: 'operate' as const } };
const tags = ['syncs'];

export function addRunDecisionRoutes(app: RouteApp, context: AppContext): void {
  app.post(
    '/sync-runs/:id/release',
    {
      ...base,
      schema: {
        summary: 'Release a held sync run',
        description:
          'Applies exactly what the run showed, at once and without its guards; people whom it shows as gone are deleted. Refused when ' +
          'the source or the records are others by now. Safe to repeat.',
        tags,
        operationId: 'sync-runs_release',
        params: IdParams,
        response: { 202: Component(SyncRun), ...problems(401, 404, 409) },
      },
    },
    async (request, reply) => {
      void reply.status(202);
      return await releaseRun(context, {
        scope: { organizationId: organizationOf(request).organizationId },
        id: request.params.id,
        actor: actorOf(request),
      });
    },
  );
  app.post(
    '/sync-runs/:id/discard',
    {
      ...base,
      schema: {
        summary: 'Discard a held sync run',
        description:
          'Nothing is made of the source until it is another one than the run has read. Safe to repeat.',
        tags,
        operationId: 'sync-runs_discard',
        params: IdParams,
        response: { 200: Component(SyncRun), ...problems(401, 404, 409) },
      },
    },
    (request) =>
      discardRun(context, {
        scope: { organizationId: organizationOf(request).organizationId },
        id: request.params.id,
        actor: actorOf(request),
      }),
  );
}
