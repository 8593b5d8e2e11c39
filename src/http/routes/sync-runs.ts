import { Type } from 'typebox';
import { getLinkedAccount } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { getSyncRun, listRunChanges, listSyncRuns } from '../../sync/index.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { SyncRun, SyncRunChange, SyncRunState } from '../schemas/sync-runs.ts';
import { IdParams } from './id-param.ts';

const base = { config: { access: 'organization' as const } };
const tags = ['syncs'];
const RunParams = Type.Object({ id: Type.String(), run_id: Type.String() });

export function addSyncRunRoutes(app: RouteApp, context: AppContext): void {
  addRunList(app, context);
  addRunRoute(app, context);
  addRunChangesRoute(app, context);
}

function addRunList(app: RouteApp, context: AppContext): void {
  app.get(
    '/linked-accounts/:id/sync-runs',
    {
      ...base,
      schema: {
        summary: "List a linked account's sync runs, newest first",
        tags,
        operationId: 'sync-runs_list',
        params: IdParams,
        querystring: Type.Object({ ...pageQuery, state: Type.Optional(SyncRunState) }),
        response: { 200: PageOf(Component(SyncRun)), ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const { organizationId } = organizationOf(request);
      const { id: linkedAccountId } = await getLinkedAccount(context.db, organizationId, request.params.id);
      return await listSyncRuns(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        {
          scope: { organizationId },
          linkedAccountId,
          state: request.query.state,
          ...toPageRequest(request.query),
        },
      );
    },
  );
}

function addRunRoute(app: RouteApp, context: AppContext): void {
  app.get(
    '/linked-accounts/:id/sync-runs/:run_id',
    {
      ...base,
      schema: {
        summary: 'Retrieve a sync run',
        tags,
        operationId: 'sync-runs_retrieve',
        params: RunParams,
        response: { 200: Component(SyncRun), ...problems(401, 404) },
      },
    },
    (request) =>
      getSyncRun(context, {
        scope: { organizationId: organizationOf(request).organizationId },
        linkedAccountId: request.params.id,
        id: request.params.run_id,
      }),
  );
}

function addRunChangesRoute(app: RouteApp, context: AppContext): void {
  app.get(
    '/linked-accounts/:id/sync-runs/:run_id/changes',
    {
      ...base,
      schema: {
        summary: 'List what a sync run changed',
        description:
          'Of a held run: exactly what it would change, and what releasing it agrees to. Of any other: what it changed, in order, ' +
          'for as long as events are kept.',
        tags,
        operationId: 'sync-runs_changes',
        params: RunParams,
        querystring: Type.Object(pageQuery),
        response: { 200: PageOf(Component(SyncRunChange)), ...problems(400, 401, 404) },
      },
    },
    (request) =>
      listRunChanges(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        {
          scope: { organizationId: organizationOf(request).organizationId },
          linkedAccountId: request.params.id,
          id: request.params.run_id,
          ...toPageRequest(request.query),
        },
      ),
  );
}
