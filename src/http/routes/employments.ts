import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import type { RouteApp } from '../route-app.ts';
import { OneOf } from '../schemas/parts.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addEmploymentRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'employment',
    path: 'employments',
    plural: 'employments',
    singular: 'an employment',
    answer: RECORD_ANSWERS.employment,
    filters: {
      employee_id: Type.Optional(Uuid),
      order_by: Type.Optional(OneOf('effective_date', '-effective_date')),
    },
    expand: ['employee', 'pay_group'],
    enumOrigins: ['employment_type', 'flsa_status', 'pay_frequency', 'pay_period'],
    hasSensitiveFields: false,
    hasFormerStates: true,
  });
}
