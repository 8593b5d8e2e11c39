import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Uuid } from '../../hris/model/index.ts';
import type { RouteApp } from '../route-app.ts';
import { Instant, List, OneOf } from '../schemas/parts.ts';
import { RECORD_ANSWERS } from '../schemas/records.ts';
import { addRecordResource } from './record-resource.ts';

export function addEmployeeRoutes(app: RouteApp, context: AppContext): void {
  addRecordResource(app, context, {
    model: 'employee',
    path: 'employees',
    plural: 'employees',
    singular: 'an employee',
    answer: RECORD_ANSWERS.employee,
    filters: {
      company_id: Type.Optional(Uuid),
      display_full_name: Type.Optional(Type.String()),
      employee_number: Type.Optional(Type.String()),
      employment_status: Type.Optional(OneOf('ACTIVE', 'INACTIVE', 'PENDING')),
      employment_type: Type.Optional(Type.String()),
      first_name: Type.Optional(Type.String()),
      groups: Type.Optional(List(Uuid)),
      home_location_id: Type.Optional(Uuid),
      job_title: Type.Optional(Type.String()),
      last_name: Type.Optional(Type.String()),
      manager_id: Type.Optional(Uuid),
      pay_group_id: Type.Optional(Uuid),
      personal_email: Type.Optional(Type.String()),
      started_after: Type.Optional(Instant),
      started_before: Type.Optional(Instant),
      team_id: Type.Optional(Uuid),
      terminated_after: Type.Optional(Instant),
      terminated_before: Type.Optional(Instant),
      work_email: Type.Optional(Type.String()),
      work_location_id: Type.Optional(Uuid),
    },
    expand: [
      'company',
      'employments',
      'groups',
      'home_location',
      'manager',
      'pay_group',
      'team',
      'work_location',
    ],
    enumOrigins: ['employment_status', 'ethnicity', 'gender', 'marital_status'],
    hasSensitiveFields: true,
    hasFormerStates: true,
  });
}
