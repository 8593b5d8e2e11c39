import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import type { RouteApp } from '../route-app.ts';
import { OneOf, periodQuery } from '../schemas/parts.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addPayrollRunRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'payroll_run',
    path: 'payroll-runs',
    plural: 'payroll runs',
    singular: 'a payroll run',
    answer: RECORD_ANSWERS.payroll_run,
    filters: {
      ...periodQuery,
      run_type: Type.Optional(OneOf('CORRECTION', 'OFF_CYCLE', 'REGULAR', 'SIGN_ON_BONUS', 'TERMINATION')),
    },
    expand: [],
    enumOrigins: ['run_state', 'run_type'],
    hasSensitiveFields: false,
  });
}
