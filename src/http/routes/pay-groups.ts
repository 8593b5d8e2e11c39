import type { AppContext } from '../../app-context.ts';
import type { RouteApp } from '../route-app.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addPayGroupRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'pay_group',
    path: 'pay-groups',
    plural: 'pay groups',
    singular: 'a pay group',
    answer: RECORD_ANSWERS.pay_group,
    filters: {},
    expand: [],
    enumOrigins: [],
    hasSensitiveFields: false,
  });
}
