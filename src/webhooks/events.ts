export const MODELS = [
  'employee',
  'employment',
  'location',
  'group',
  'company',
  'team',
  'pay_group',
  'payroll_run',
  'employee_payroll_run',
  'time_off',
  'time_off_balance',
] as const;

export type EventModel = (typeof MODELS)[number];

/** Every event type that is sent today. The catalogue in docs and the filter check read it here. */
export const EVENT_TYPES = [
  ...MODELS.flatMap((model) => [
    `${model}.created` as const,
    `${model}.updated` as const,
    `${model}.deleted` as const,
  ]),
  'employee.onboarding_scheduled',
  'employee.started',
  'employee.offboarding_scheduled',
  'employee.offboarding_canceled',
  'employee.terminated',
  'employee.rehired',
  'employee.manager_changed',
  'employee.department_changed',
  'linked_account.linked',
  'linked_account.relink_needed',
  'linked_account.permission_lost',
  'linked_account.recovered',
  'linked_account.disconnected',
  'linked_account.deleted',
  'linked_account.records_erased',
  'link_session.failed',
  'issue.opened',
  'issue.reopened',
  'issue.resolved',
  'sync.completed',
  'sync.failed',
  'sync.held',
  'sync.released',
  'sync.discarded',
  'webhook_endpoint.test',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Who the event is about; stands in every event's data as `linked_account`. */
export interface LinkedAccountReference {
  id: string;
  end_user_origin_id: string;
  end_user_organization_name: string | null;
  integration: string;
}
