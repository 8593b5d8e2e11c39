import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import type { RouteApp } from '../route-app.ts';
import { periodQuery } from '../schemas/parts.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addEmployeePayrollRunRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'employee_payroll_run',
    path: 'employee-payroll-runs',
    plural: 'employee payroll runs',
    singular: 'an employee payroll run',
    answer: RECORD_ANSWERS.employee_payroll_run,
    filters: {
      ...periodQuery,
      employee_id: Type.Optional(Uuid),
      payroll_run_id: Type.Optional(Uuid),
    },
    expand: ['employee', 'payroll_run'],
    enumOrigins: [],
    hasSensitiveFields: false,
  });
}
