import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { getDataQuality, listAffectedEmployees } from '../../sync/index.ts';
import { organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { AffectedEmployee, DataQuality } from '../schemas/data-quality.ts';
import { Component, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';
import { IdParams } from './id-param.ts';

export function addDataQualityRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/linked-accounts/:id/data-quality',
    {
      config: { access: 'organization' },
      schema: {
        summary: "What a linked account's records lack, in numbers",
        tags: ['linked accounts'],
        operationId: 'native_linked-accounts_data-quality',
        description:
          'Counted with each sync that changes something, over people who work or will work. ' +
          'What somebody should mend stands among the issues too, and closes there by itself.',
        params: IdParams,
        response: { 200: Component(DataQuality), ...problems(401, 404) },
      },
    },
    (request) =>
      getDataQuality(context, {
        organizationId: organizationOf(request).organizationId,
        linkedAccountId: request.params.id,
      }),
  );
  app.get(
    '/linked-accounts/:id/data-quality/:check/employees',
    {
      config: { access: 'organization' },
      schema: {
        summary: 'List whom a check of a field is about, by id',
        tags: ['linked accounts'],
        operationId: 'native_linked-accounts_data-quality_employees',
        params: Type.Object({ ...IdParams.properties, check: Type.String() }),
        querystring: Type.Object(pageQuery),
        response: { 200: PageOf(Component(AffectedEmployee)), ...problems(400, 401, 404) },
      },
    },
    (request) =>
      listAffectedEmployees(
        { db: context.db, cursorKey: context.secrets.cursorKey },
        { organizationId: organizationOf(request).organizationId, linkedAccountId: request.params.id },
        { check: request.params.check, ...toPageRequest(request.query) },
      ),
  );
}
