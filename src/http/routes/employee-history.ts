import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { listHistory } from '../../hris/history.ts';
import { linkedAccountOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { HistoryEntry } from '../schemas/changes.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

export function addEmployeeHistoryRoute(app: RouteApp, context: AppContext): void {
  app.get(
    '/employees/:id/history',
    {
      config: { access: 'linked_account' },
      schema: {
        summary: 'List what changed in an employee and its employments, newest first',
        tags: ['employees'],
        operationId: 'employees_history',
        params: IdParams,
        querystring: Type.Object({
          ...pageQuery,
          field: Type.Optional(Type.String({ maxLength: 100, description: 'Changes of this field alone.' })),
        }),
        response: { 200: PageOf(Component(HistoryEntry)), ...problems(400, 401, 404) },
      },
    },
    (request) => {
      const { linkedAccountId, hiddenFields } = linkedAccountOf(request);
      return listHistory(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        {
          linkedAccountId,
          hiddenFields,
          employeeId: request.params.id,
          field: request.query.field,
          ...toPageRequest(request.query),
        },
      );
    },
  );
}
