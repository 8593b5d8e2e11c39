import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { TIME_OFF_WORDS, Uuid } from '../../hris/model/index.ts';
import type { RouteApp } from '../route-app.ts';
import { OneOf } from '../schemas/parts.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addTimeOffBalanceRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'time_off_balance',
    path: 'time-off-balances',
    plural: 'time off balances',
    singular: 'a time off balance',
    answer: RECORD_ANSWERS.time_off_balance,
    filters: {
      employee_id: Type.Optional(Uuid),
      policy_type: Type.Optional(OneOf(...TIME_OFF_WORDS)),
    },
    expand: ['employee'],
    enumOrigins: ['policy_type'],
    hasSensitiveFields: false,
  });
}
