import { Type } from 'typebox';
import { requestResync } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { listAllSyncStatuses, listSyncStatuses } from '../../hris/sync-status.ts';
import { actorOf, linkedAccountOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { SyncStatusAnswer } from '../schemas/accounts.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';

export function addSyncStatusRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/sync-status',
    {
      config: { access: 'linked_account' },
      schema: {
        summary: "List the models' sync statuses",
        tags: ['sync status'],
        operationId: 'sync-status_list',
        querystring: Type.Object(pageQuery),
        response: { 200: PageOf(Component(SyncStatusAnswer)), ...problems(400, 401) },
      },
    },
    (request) =>
      listSyncStatuses(
        { db: context.db, clock: context.clock, cursorKey: context.secrets.cursorKey },
        { linkedAccountId: linkedAccountOf(request).linkedAccountId, ...toPageRequest(request.query) },
      ),
  );
  app.post(
    '/sync-status/resync',
    {
      config: { access: 'linked_account', role: 'operate' },
      schema: {
        summary: 'Read the source again now',
        tags: ['sync status'],
        operationId: 'sync-status_resync',
        description: 'Safe to repeat: while a sync is open, at most one more follows it.',
        response: { 200: Type.Array(Component(SyncStatusAnswer)), ...problems(401) },
      },
    },
    async (request) => {
      const scope = linkedAccountOf(request);
      await requestResync(context, scope, actorOf(request));
      return listAllSyncStatuses(context, scope.linkedAccountId);
    },
  );
}
