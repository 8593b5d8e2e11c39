import { Type } from 'typebox';
import { listIssues } from '../../accounts/index.ts';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Issue, IssueStatus } from '../schemas/operations.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';

export function addIssueRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/issues',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'List issues, oldest first',
        tags: ['issues'],
        operationId: 'issues_list',
        querystring: Type.Object({
          ...pageQuery,
          linked_account_id: Type.Optional(Uuid),
          status: Type.Optional(IssueStatus),
        }),
        response: { 200: PageOf(Component(Issue)), ...problems(400, 401) },
      },
    },
    (request) => {
      const { linked_account_id, status } = request.query;
      return listIssues(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        {
          organizationId: organizationOf(request).organizationId,
          filters: {
            ...(linked_account_id !== undefined && { linked_account_id }),
            ...(status !== undefined && { status }),
          },
          ...toPageRequest(request.query),
        },
      );
    },
  );
}
