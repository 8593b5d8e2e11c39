import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { TIME_OFF_WORDS, Uuid } from '../../hris/model/index.ts';
import type { RouteApp } from '../route-app.ts';
import { OneOf, periodQuery } from '../schemas/parts.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addTimeOffRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'time_off',
    path: 'time-off',
    plural: 'time off',
    singular: 'a request for time off',
    answer: RECORD_ANSWERS.time_off,
    filters: {
      ...periodQuery,
      approver_id: Type.Optional(Uuid),
      employee_id: Type.Optional(Uuid),
      request_type: Type.Optional(OneOf(...TIME_OFF_WORDS)),
      status: Type.Optional(OneOf('APPROVED', 'CANCELLED', 'DECLINED', 'DELETED', 'REQUESTED')),
    },
    expand: ['approver', 'employee'],
    enumOrigins: ['request_type', 'status', 'units'],
    hasSensitiveFields: false,
  });
}
