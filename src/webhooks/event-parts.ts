import { Type, type TSchema } from 'typebox';
import {
  Company,
  DateTime,
  Employee,
  EmployeePayrollRun,
  Employment,
  Group,
  Location,
  Nullable,
  PayGroup,
  PayrollRun,
  Team,
  TimeOff,
  TimeOffBalance,
  Uuid,
} from '../hris/model/index.ts';
import type { EventModel } from './events.ts';

const Closed = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

const RECORDS: Record<EventModel, TSchema> = {
  employee: Employee,
  employment: Employment,
  location: Location,
  group: Group,
  company: Company,
  team: Team,
  pay_group: PayGroup,
  payroll_run: PayrollRun,
  employee_payroll_run: EmployeePayrollRun,
  time_off: TimeOff,
  time_off_balance: TimeOffBalance,
};

const LinkedAccount = Closed({
  id: Uuid,
  end_user_origin_id: Type.String(),
  end_user_organization_name: Nullable(Type.String()),
  integration: Type.String(),
});

/** `linked_account` stands in every payload; the mark stands in an example that was asked for by `test`. */
export const Payload = <T extends Record<string, TSchema>>(properties: T) =>
  Closed({
    ...properties,
    linked_account: LinkedAccount,
    is_test: Type.Optional(Type.Literal(true, { description: 'Only where somebody asked for an example.' })),
  });

const FieldChange = Closed({
  field: Type.String({ examples: ['last_name'] }),
  before: Type.Unknown({ examples: ['Diaz'] }),
  after: Type.Unknown({ examples: ['Diaz Lee'] }),
});

const record = (model: EventModel) => ({
  record: Nullable(RECORDS[model]),
  sequence: Type.Integer({ description: 'Grows with every change of this record.' }),
});

export const RecordPayload = (model: EventModel) =>
  Payload({
    ...record(model),
    changes: Type.Array(FieldChange, { description: 'Of an update; otherwise empty.' }),
    erased: Type.Optional(
      Type.Union([Type.Literal('ignored'), Type.Literal('retention')], {
        description: 'The record was emptied for good: delete your copy.',
      }),
    ),
  });

const CalendarDate = Type.String({ format: 'date' });

const milestone = {
  ...record('employee'),
  effective_date: Nullable(CalendarDate),
  previous_effective_date: Nullable(CalendarDate),
  time_zone: Type.String({ description: 'In which the date is meant.' }),
};

export const MilestonePayload = Payload(milestone);

const Manager = Closed({
  id: Uuid,
  display_full_name: Nullable(Type.String()),
  work_email: Nullable(Type.String()),
});
export const ManagerPayload = Payload({ ...milestone, before: Nullable(Manager), after: Nullable(Manager) });

const Department = Closed({ id: Uuid, name: Nullable(Type.String()) });
export const DepartmentPayload = Payload({
  ...milestone,
  before: Nullable(Department),
  after: Nullable(Department),
});

const Counts = Closed({
  added: Type.Integer(),
  updated: Type.Integer(),
  deleted: Type.Integer(),
  unchanged: Type.Integer(),
  skipped: Type.Integer(),
});
const Numbers = Type.Record(Type.String(), Type.Integer());
const ChangeSummary = Closed({
  models: Type.Record(
    Type.String(),
    Closed({ added: Type.Integer(), updated: Type.Integer(), deleted: Type.Integer(), fields: Numbers }),
  ),
  lifecycle: Numbers,
});

const SyncRun = Closed({
  id: Uuid,
  state: Type.String({ examples: ['succeeded'] }),
  is_initial: Type.Boolean(),
  counts: Nullable(Type.Record(Type.String(), Counts)),
  error_code: Type.Union([Type.String(), Type.Null()], { examples: [null] }),
  findings: Type.Optional(Type.Array(Type.String(), { description: 'Why the run is held.' })),
  changes: Type.Optional(Nullable(ChangeSummary)),
});
export const SyncPayload = Payload({ sync_run: SyncRun });

const Issue = Closed({
  id: Uuid,
  code: Type.String(),
  subject: Nullable(Type.String()),
  status: Type.Union([Type.Literal('ONGOING'), Type.Literal('RESOLVED')]),
  error_description: Type.String(),
  error_details: Type.Array(Type.String()),
  is_muted: Type.Boolean(),
  first_incident_time: DateTime,
  last_incident_time: DateTime,
  resolved_at: Nullable(DateTime),
});
export const IssuePayload = Closed({
  ...Payload({ issue: Issue }).properties,
  linked_account: Nullable(LinkedAccount),
});

const LinkSession = Closed({
  id: Uuid,
  state: Type.String({ examples: ['failed'] }),
  error_code: Type.String({ examples: ['wrong_company'] }),
  message: Type.String(),
  fix: Type.String(),
});
export const LinkSessionPayload = Payload({ link_session: LinkSession });

const Feeds = Type.Array(Type.String({ description: 'A model.' }));
const capability = { capability: Type.String(), permissions: Type.Array(Type.String()), feeds: Feeds };
export const PermissionLostPayload = Payload(capability);
export const RecoveredPayload = Payload({
  reason: Type.String({ description: '`permission_missing` or `data_stale`: what is over.' }),
  since: Type.Optional(DateTime),
  capability: Type.Optional(Type.String()),
  permissions: Type.Optional(Type.Array(Type.String())),
  feeds: Type.Optional(Feeds),
});
export const ReasonPayload = Payload({ reason: Type.String() });
export const LinkedPayload = Payload({ is_relink: Type.Boolean() });
export const ErasurePayload = Payload({ erasure_receipt_id: Uuid });
export const EndpointTestPayload = Closed({ endpoint_id: Uuid, is_test: Type.Literal(true) });
