import type { AppContext } from '../../app-context.ts';
import type { RouteApp } from '../route-app.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addCompanyRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'company',
    path: 'companies',
    plural: 'companies',
    singular: 'a company',
    answer: RECORD_ANSWERS.company,
    filters: {},
    expand: [],
    enumOrigins: [],
    hasSensitiveFields: false,
  });
}
