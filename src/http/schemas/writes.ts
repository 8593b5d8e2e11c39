import { Type, type TObject, type TSchema } from 'typebox';
import { baseProperties, Employee, Nullable, TimeOff, TimesheetEntry, Uuid } from '../../hris/model/index.ts';
import { Component, Instant } from './parts.ts';

const closed = { additionalProperties: false };
const Text = Type.Optional(Nullable(Type.String()));
const Word = Text;
const Amount = Type.Optional(Nullable(Type.Number()));
const Time = Type.Optional(Nullable(Instant));
/** An id, or the record itself, as it is written beside the one that names it. */
const Relation = Type.Optional(Nullable(Type.Union([Uuid, Type.Record(Type.String(), Type.Unknown())])));
const Relations = Type.Optional(
  Nullable(Type.Array(Type.Union([Uuid, Type.Record(Type.String(), Type.Unknown())]))),
);
const params = {
  integration_params: Type.Optional(Nullable(Type.Record(Type.String(), Type.Unknown()))),
  linked_account_params: Type.Optional(Nullable(Type.Record(Type.String(), Type.Unknown()))),
};

// Bodies stand in their operations, and not among the components: the validator follows no reference.
export const EmployeeRequest = Type.Object({
  employee_number: Text,
  company: Relation,
  first_name: Text,
  last_name: Text,
  preferred_name: Text,
  display_full_name: Text,
  username: Text,
  groups: Relations,
  work_email: Text,
  personal_email: Text,
  mobile_phone_number: Text,
  employments: Relations,
  home_location: Relation,
  work_location: Relation,
  manager: Relation,
  team: Relation,
  pay_group: Relation,
  ssn: Text,
  gender: Word,
  ethnicity: Word,
  marital_status: Word,
  date_of_birth: Time,
  hire_date: Time,
  start_date: Time,
  employment_status: Word,
  termination_date: Time,
  avatar: Text,
  ...params,
});

export const TimeOffRequest = Type.Object({
  employee: Relation,
  approver: Relation,
  status: Word,
  employee_note: Text,
  units: Word,
  amount: Amount,
  request_type: Word,
  start_time: Time,
  end_time: Time,
  ...params,
});

export const TimesheetEntryRequest = Type.Object({
  employee: Relation,
  hours_worked: Amount,
  start_time: Time,
  end_time: Time,
  ...params,
});

const ValidationProblemSource = Type.Object(
  { pointer: Type.String() },
  { $id: 'ValidationProblemSource', ...closed },
);
const validationProblem = {
  source: Nullable(Component(ValidationProblemSource)),
  title: Type.String(),
  detail: Type.String(),
  problem_type: Type.String(),
};
const WarningValidationProblem = Type.Object(validationProblem, {
  $id: 'WarningValidationProblem',
  ...closed,
});
const ErrorValidationProblem = Type.Object(validationProblem, { $id: 'ErrorValidationProblem', ...closed });
const DebugModelLogSummary = Type.Object(
  { url: Type.String(), method: Type.String(), status_code: Type.Integer() },
  { $id: 'DebugModelLogSummary', ...closed },
);
const DebugModeLog = Type.Object(
  { log_id: Type.String(), dashboard_view: Type.String(), log_summary: Component(DebugModelLogSummary) },
  { $id: 'DebugModeLog', ...closed },
);

/** The envelope of every write. */
export const writeEnvelope = {
  warnings: Type.Array(Component(WarningValidationProblem)),
  errors: Type.Array(Component(ErrorValidationProblem)),
  logs: Nullable(Type.Array(Component(DebugModeLog))),
};

/** The model as nothing fills it: every field is there, and null. */
function unwritten(model: TObject): TSchema {
  const names = Object.keys({ ...baseProperties, ...model.properties });
  return Type.Object(Object.fromEntries(names.map((name) => [name, Type.Null()])), closed);
}

const writeResponse = (model: TObject, $id: string) =>
  Type.Object({ model: unwritten(model), ...writeEnvelope }, { $id, ...closed });
export const EmployeeResponse = writeResponse(Employee, 'EmployeeResponse');
export const TimeOffResponse = writeResponse(TimeOff, 'TimeOffResponse');
export const TimesheetEntryResponse = writeResponse(TimesheetEntry, 'TimesheetEntryResponse');

const LinkedAccountStatus = Type.Object(
  { linked_account_status: Type.String(), can_make_request: Type.Boolean() },
  { $id: 'LinkedAccountStatus', ...closed },
);

export const MetaResponse = Type.Object(
  {
    request_schema: Type.Record(Type.String(), Type.Unknown()),
    remote_field_classes: Nullable(Type.Record(Type.String(), Type.Unknown())),
    status: Nullable(Component(LinkedAccountStatus)),
    has_conditional_params: Type.Boolean(),
    has_required_linked_account_params: Type.Boolean(),
    remote_fields: Nullable(Type.Array(Type.String())),
  },
  { $id: 'MetaResponse', ...closed },
);

export const WRITE_COMPONENTS: TSchema[] = [
  ValidationProblemSource,
  WarningValidationProblem,
  ErrorValidationProblem,
  DebugModelLogSummary,
  DebugModeLog,
  EmployeeResponse,
  TimeOffResponse,
  TimesheetEntryResponse,
  LinkedAccountStatus,
  MetaResponse,
];
