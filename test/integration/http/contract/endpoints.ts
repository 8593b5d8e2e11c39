/** The endpoints of the contract, written down once more beside what is served, which is held to these lines. */
export interface ContractRow {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  needsAccountToken: boolean;
  query: string[];
}

export interface ContractWords {
  path: string;
  parameter: string;
  words: string[];
}

/** "S" in the table. */
const STANDARD =
  'created_after created_before cursor include_deleted_data include_remote_data include_shell_data modified_after modified_before page_size remote_id';

const ROWS = `
GET /account-details account
GET /account-token/{public_token} organization
POST /account-token/regenerate account
POST /async-passthrough account
GET /async-passthrough/{async_passthrough_receipt_id} account
GET /audit-trail organization cursor end_date event_type page_size start_date user_email
GET /available-actions account
GET /bank-info account S account_type bank_name employee_id expand order_by remote_fields show_enum_origins
GET /bank-info/{id} account expand include_remote_data include_shell_data remote_fields show_enum_origins
GET /benefits account S employee_id expand
GET /benefits/{id} account expand include_remote_data include_shell_data
GET /companies account S
GET /companies/{id} account include_remote_data include_shell_data
POST /delete-account account
GET /dependents account S employee_id include_sensitive_fields
GET /dependents/{id} account include_remote_data include_sensitive_fields include_shell_data
GET /employee-payroll-runs account S employee_id ended_after ended_before expand payroll_run_id started_after started_before
GET /employee-payroll-runs/{id} account expand include_remote_data include_shell_data
GET /employees account S company_id display_full_name employee_number employment_status employment_type expand first_name groups home_location_id include_sensitive_fields job_title last_name manager_id pay_group_id personal_email remote_fields show_enum_origins started_after started_before team_id terminated_after terminated_before work_email work_location_id
POST /employees account is_debug_mode run_async
GET /employees/{id} account expand include_remote_data include_sensitive_fields include_shell_data remote_fields show_enum_origins
POST /employees/ignore/{model_id} account
GET /employees/meta/post account
GET /employer-benefits account S
GET /employer-benefits/{id} account include_remote_data include_shell_data
GET /employments account S employee_id expand order_by remote_fields show_enum_origins
GET /employments/{id} account expand include_remote_data include_shell_data remote_fields show_enum_origins
GET /field-mappings account exclude_remote_field_metadata
POST /field-mappings account exclude_remote_field_metadata
DELETE /field-mappings/{field_mapping_id} account
PATCH /field-mappings/{field_mapping_id} account remote_data_iteration_count
GET /remote-fields account common_models include_example_values
GET /target-fields account
POST /sync-status/resync account
POST /generate-key organization
GET /groups account S is_commonly_used_as_team names remote_fields show_enum_origins types
GET /groups/{id} account include_remote_data include_shell_data remote_fields show_enum_origins
GET /groups/types organization include_deleted_data show_enum_origins
GET /issues organization account_token cursor end_date end_user_organization_name first_incident_time_after first_incident_time_before include_muted integration_name last_incident_time_after last_incident_time_before linked_account_id page_size start_date status
GET /issues/{id} organization
POST /link-token organization
GET /linked-accounts organization category cursor end_user_email_address end_user_organization_name end_user_origin_id end_user_origin_ids id ids include_duplicates integration_name is_test_account page_size status
GET /locations account S location_type remote_fields show_enum_origins
GET /locations/{id} account include_remote_data include_shell_data remote_fields show_enum_origins
POST /passthrough account
GET /pay-groups account S
GET /pay-groups/{id} account include_remote_data include_shell_data
GET /payroll-runs account S ended_after ended_before remote_fields run_type show_enum_origins started_after started_before
GET /payroll-runs/{id} account include_remote_data include_shell_data remote_fields show_enum_origins
POST /regenerate-key organization
GET /default-scopes organization
GET /linked-account-scopes account
POST /linked-account-scopes account
GET /sync-status account cursor page_size
GET /teams account S expand parent_team_id
GET /teams/{id} account expand include_remote_data include_shell_data
GET /time-off account S approver_id employee_id ended_after ended_before expand remote_fields request_type show_enum_origins started_after started_before status
POST /time-off account is_debug_mode run_async
GET /time-off/{id} account expand include_remote_data include_shell_data remote_fields show_enum_origins
GET /time-off/meta/post account
GET /time-off-balances account S employee_id expand policy_type remote_fields show_enum_origins
GET /time-off-balances/{id} account expand include_remote_data include_shell_data remote_fields show_enum_origins
GET /timesheet-entries account S employee_id ended_after ended_before expand order_by started_after started_before
POST /timesheet-entries account is_debug_mode run_async
GET /timesheet-entries/{id} account expand include_remote_data include_shell_data
GET /timesheet-entries/meta/post account
GET /webhook-receivers account
POST /webhook-receivers account`;

/** The values of a parameter that takes words; of `GET`. */
const WORDS = `
/bank-info expand employee
/bank-info show_enum_origins account_type
/bank-info remote_fields account_type
/bank-info account_type CHECKING SAVINGS
/bank-info order_by -remote_created_at remote_created_at
/bank-info/{id} expand employee
/bank-info/{id} show_enum_origins account_type
/bank-info/{id} remote_fields account_type
/benefits expand employee
/benefits/{id} expand employee
/employee-payroll-runs expand employee payroll_run
/employee-payroll-runs/{id} expand employee payroll_run
/employees expand company employments groups home_location manager pay_group team work_location
/employees show_enum_origins employment_status ethnicity gender marital_status
/employees remote_fields employment_status ethnicity gender marital_status
/employees employment_status ACTIVE INACTIVE PENDING
/employees/{id} expand company employments groups home_location manager pay_group team work_location
/employees/{id} show_enum_origins employment_status ethnicity gender marital_status
/employees/{id} remote_fields employment_status ethnicity gender marital_status
/employments expand employee pay_group
/employments show_enum_origins employment_type flsa_status pay_frequency pay_period
/employments remote_fields employment_type flsa_status pay_frequency pay_period
/employments order_by -effective_date effective_date
/employments/{id} expand employee pay_group
/employments/{id} show_enum_origins employment_type flsa_status pay_frequency pay_period
/employments/{id} remote_fields employment_type flsa_status pay_frequency pay_period
/groups expand parent_group
/groups show_enum_origins type
/groups remote_fields type
/groups/{id} expand parent_group
/groups/{id} show_enum_origins type
/groups/{id} remote_fields type
/issues status ONGOING RESOLVED
/linked-accounts category accounting ats chat crm filestorage hris knowledgebase mktg ticketing
/locations show_enum_origins country location_type
/locations remote_fields country location_type
/locations location_type HOME WORK
/locations/{id} show_enum_origins country location_type
/locations/{id} remote_fields country location_type
/payroll-runs show_enum_origins run_state run_type
/payroll-runs remote_fields run_state run_type
/payroll-runs run_type CORRECTION OFF_CYCLE REGULAR SIGN_ON_BONUS TERMINATION
/payroll-runs/{id} show_enum_origins run_state run_type
/payroll-runs/{id} remote_fields run_state run_type
/time-off expand approver employee
/time-off show_enum_origins request_type status units
/time-off remote_fields request_type status units
/time-off request_type BEREAVEMENT JURY_DUTY PERSONAL SICK VACATION VOLUNTEER
/time-off status APPROVED CANCELLED DECLINED DELETED REQUESTED
/time-off-balances expand employee
/time-off-balances show_enum_origins policy_type
/time-off-balances remote_fields policy_type
/time-off-balances policy_type BEREAVEMENT JURY_DUTY PERSONAL SICK VACATION VOLUNTEER
/time-off-balances/{id} expand employee
/time-off-balances/{id} show_enum_origins policy_type
/time-off-balances/{id} remote_fields policy_type
/time-off/{id} expand approver employee
/time-off/{id} show_enum_origins request_type status units
/time-off/{id} remote_fields request_type status units
/timesheet-entries expand employee
/timesheet-entries order_by -start_time start_time
/timesheet-entries/{id} expand employee`;

/** Our own resources. */
const NATIVE = `
GET /api/v1/changes
GET /api/hris/v1/employees/{id}/history
GET /api/v1/linked-accounts/{id}
PATCH /api/v1/linked-accounts/{id}
DELETE /api/v1/linked-accounts/{id}
GET /api/v1/linked-accounts/{id}/permissions
GET /api/v1/linked-accounts/{id}/issues
GET /api/v1/linked-accounts/{id}/sync-runs
GET /api/v1/linked-accounts/{id}/sync-runs/{run_id}
GET /api/v1/linked-accounts/{id}/sync-runs/{run_id}/changes
POST /api/v1/linked-accounts/{id}/sync
POST /api/v1/linked-accounts/{id}/pause
POST /api/v1/linked-accounts/{id}/resume
POST /api/v1/linked-accounts/{id}/disconnect
POST /api/v1/linked-accounts/{id}/account-token
POST /api/v1/sync-runs/{id}/release
POST /api/v1/sync-runs/{id}/discard
GET /api/v1/webhook-endpoints
POST /api/v1/webhook-endpoints
GET /api/v1/webhook-endpoints/{id}
PATCH /api/v1/webhook-endpoints/{id}
DELETE /api/v1/webhook-endpoints/{id}
POST /api/v1/webhook-endpoints/{id}/test
POST /api/v1/webhook-endpoints/{id}/enable
POST /api/v1/webhook-endpoints/{id}/rotate-secret
GET /api/v1/webhook-endpoints/{id}/deliveries
POST /api/v1/deliveries/{id}/redeliver
POST /api/v1/issues/{id}/resolve
GET /api/v1/issues
GET /api/v1/issues/{id}
GET /api/v1/link-sessions
GET /api/v1/link-sessions/{id}
GET /api/v1/api-keys
GET /api/v1/audit-trail
GET /api/v1/organization
PATCH /api/v1/organization
GET /api/v1/held-messages
POST /api/v1/held-messages/{id}/approve
POST /api/v1/held-messages/{id}/discard
POST /api/integrations/create-link-token
GET /api/integrations/account-token/{public_token}
POST /api/integrations/account-token/{public_token}`;

export const NATIVE_ROWS: readonly { method: string; path: string }[] = toLines(NATIVE).map((line) => {
  const [method, path] = line.split(' ');
  return { method: method!, path: path! };
});

export const CONTRACT_ROWS: readonly ContractRow[] = toLines(ROWS).map((line) => {
  const [method, path, caller, ...query] = line.replace(/ S\b/, ` ${STANDARD}`).split(' ');
  return {
    method: method as ContractRow['method'],
    path: path!,
    needsAccountToken: caller === 'account',
    query,
  };
});

export const CONTRACT_WORDS: readonly ContractWords[] = toLines(WORDS).map((line) => {
  const [path, parameter, ...words] = line.split(' ');
  return { path: path!, parameter: parameter!, words };
});

function toLines(table: string): string[] {
  return table.split('\n').filter((line) => line !== '');
}
