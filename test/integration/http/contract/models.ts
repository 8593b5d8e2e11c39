/** The models of the contract, written down once more: what is served is held to these lines. */
export interface ContractModel {
  name: string;
  fields: string[];
  /** Never null. */
  required: string[];
}

/** "base +" in the list. */
const BASE = 'id remote_id created_at modified_at remote_was_deleted field_mappings remote_data';

/** `!`: never null. */
const MODELS = `
Employee + employee_number company first_name last_name preferred_name display_full_name username groups work_email personal_email mobile_phone_number employments home_location work_location manager team pay_group ssn gender ethnicity marital_status date_of_birth hire_date start_date remote_created_at employment_status termination_date avatar custom_fields
Employment + employee job_title pay_rate pay_period pay_frequency pay_currency pay_group flsa_status effective_date employment_type
Company + legal_name display_name eins
Group + parent_group name type is_commonly_used_as_team
Team + name parent_team
Location + name phone_number street_1 street_2 city state zip_code country location_type
PayGroup + pay_group_name
PayrollRun + run_state run_type start_date end_date check_date
EmployeePayrollRun + employee payroll_run gross_pay net_pay start_date end_date check_date earnings deductions taxes
Earning + employee_payroll_run amount type
Deduction + employee_payroll_run name employee_deduction company_deduction
Tax + employee_payroll_run name amount employer_tax
TimeOff + employee approver status employee_note units amount request_type start_time end_time
TimeOffBalance + employee balance used policy_type
TimesheetEntry + employee hours_worked start_time end_time
BankInfo + employee account_number routing_number bank_name account_type remote_created_at
Benefit + employee provider_name benefit_plan_type employee_contribution company_contribution start_date end_date employer_benefit
EmployerBenefit + benefit_plan_type name description deduction_code
Dependent + first_name middle_name last_name relationship employee date_of_birth gender phone_number home_location is_student ssn
RemoteData path! data
EmployeeRequest employee_number company first_name last_name preferred_name display_full_name username groups work_email personal_email mobile_phone_number employments home_location work_location manager team pay_group ssn gender ethnicity marital_status date_of_birth hire_date start_date employment_status termination_date avatar integration_params linked_account_params
TimeOffRequest employee approver status employee_note units amount request_type start_time end_time integration_params linked_account_params
TimesheetEntryRequest employee hours_worked start_time end_time integration_params linked_account_params
EmployeeResponse model! warnings! errors! logs
WarningValidationProblem source title! detail! problem_type!
ErrorValidationProblem source title! detail! problem_type!
ValidationProblemSource pointer!
DebugModeLog log_id! dashboard_view! log_summary!
DebugModelLogSummary url! method! status_code!
MetaResponse request_schema! remote_field_classes status has_conditional_params! has_required_linked_account_params! remote_fields
LinkedAccountStatus linked_account_status! can_make_request!
LinkToken link_token! integration_name magic_link_url
AccountToken account_token! integration! id!
AccountIntegration name! abbreviated_name categories image square_image color slug api_endpoints_to_documentation_urls webhook_setup_guide_url category_beta_status
RegenerateAccountToken linked_account_id! account_token!
AccountDetails id integration integration_slug category end_user_origin_id end_user_organization_name end_user_email_address status webhook_listener_url is_duplicate account_type completed_at instance_id instance_display_value
AccountDetailsAndActions id! category status! status_detail end_user_origin_id end_user_organization_name! end_user_email_address! subdomain webhook_listener_url! is_duplicate integration account_type! completed_at! integration_specific_fields
AccountDetailsAndActionsIntegration name! categories! image square_image color! slug! passthrough_available! available_model_operations
ModelOperation model_name! available_operations! required_post_parameters! supported_fields!
AvailableActions integration! passthrough_available! available_model_operations
SyncStatus model_name! model_id! last_sync_start next_sync_start last_sync_result last_sync_finished status! is_initial_sync! selective_sync_configurations_usage data_fresh_as_of sync_status_reason
Issue id status error_description! end_user first_incident_time last_incident_time is_muted error_details
WebhookReceiver event! is_active! key
AuditLogEvent id user_name user_email role! ip_address! event_type! event_description! created_at
CommonModelScopeApi common_models!
IndividualCommonModelScopeDeserializer model_name! model_permissions field_permissions
ModelPermissionDeserializer is_enabled
FieldPermissionDeserializer enabled_fields disabled_fields
CommonModelScopesBodyRequest model_id! enabled_actions! disabled_fields!
DataPassthroughRequest method! path! base_url_override data multipart_form_data headers request_format normalize_response
MultipartFormFieldRequest name! data! encoding file_name content_type
RemoteResponse method! path! status! response response_headers response_type headers
AsyncPassthroughReciept async_passthrough_receipt_id!
RemoteKey name! key!
FieldMappingApiInstance id is_integration_wide target_field remote_field jmes_path
FieldMappingApiInstanceTargetField name! description! is_organization_wide!
FieldMappingApiInstanceRemoteField remote_key_name schema remote_endpoint_info!
FieldMappingApiInstanceRemoteFieldRemoteEndpointInfo method url_path field_traversal_path
FieldMappingInstanceResponse model! warnings! errors! logs
RemoteFieldApi schema! remote_key_name! remote_endpoint_info! example_values advanced_metadata coverage
RemoteEndpointInfo method! url_path! field_traversal_path!
AdvancedMetadata id! display_name description is_required is_custom field_choices
ExternalTargetFieldApi name description is_mapped
IgnoreCommonModelRequest reason! message`;

/** The words of an enum field; the source's own word stands where none fits. */
const ENUMS = `
Employee.gender MALE FEMALE NON-BINARY OTHER PREFER_NOT_TO_DISCLOSE
Employee.ethnicity AMERICAN_INDIAN_OR_ALASKA_NATIVE ASIAN_OR_INDIAN_SUBCONTINENT BLACK_OR_AFRICAN_AMERICAN HISPANIC_OR_LATINO NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER TWO_OR_MORE_RACES WHITE PREFER_NOT_TO_DISCLOSE
Employee.marital_status SINGLE MARRIED_FILING_JOINTLY MARRIED_FILING_SEPARATELY HEAD_OF_HOUSEHOLD QUALIFYING_WIDOW_OR_WIDOWER_WITH_DEPENDENT_CHILD
Employee.employment_status ACTIVE PENDING INACTIVE
Employment.pay_period HOUR DAY WEEK EVERY_TWO_WEEKS SEMIMONTHLY MONTH QUARTER EVERY_SIX_MONTHS YEAR
Employment.pay_frequency WEEKLY BIWEEKLY MONTHLY QUARTERLY SEMIANNUALLY ANNUALLY THIRTEEN-MONTHLY PRO_RATA SEMIMONTHLY
Employment.flsa_status EXEMPT SALARIED_NONEXEMPT NONEXEMPT OWNER
Employment.employment_type FULL_TIME PART_TIME INTERN CONTRACTOR FREELANCE
Group.type TEAM DEPARTMENT COST_CENTER BUSINESS_UNIT GROUP
Location.location_type HOME WORK
PayrollRun.run_state PAID DRAFT APPROVED FAILED CLOSED
PayrollRun.run_type REGULAR OFF_CYCLE CORRECTION TERMINATION SIGN_ON_BONUS
Earning.type SALARY REIMBURSEMENT OVERTIME BONUS
TimeOff.status REQUESTED APPROVED DECLINED CANCELLED DELETED
TimeOff.units HOURS DAYS
TimeOff.request_type VACATION SICK PERSONAL JURY_DUTY VOLUNTEER BEREAVEMENT
TimeOffBalance.policy_type VACATION SICK PERSONAL JURY_DUTY VOLUNTEER BEREAVEMENT
BankInfo.account_type SAVINGS CHECKING
EmployerBenefit.benefit_plan_type MEDICAL HEALTH_SAVINGS INSURANCE RETIREMENT OTHER
Dependent.relationship CHILD SPOUSE DOMESTIC_PARTNER
Dependent.gender MALE FEMALE NON-BINARY OTHER PREFER_NOT_TO_DISCLOSE`;

export const CONTRACT_MODELS: readonly ContractModel[] = toLines(MODELS).map((line) => {
  const [name, ...fields] = line.replace(/ \+/, ` ${BASE}`).split(' ');
  return {
    name: name!,
    fields: fields.map((field) => field.replace('!', '')).sort(),
    required: fields.filter((field) => field.endsWith('!')).map((field) => field.slice(0, -1)),
  };
});

export const CONTRACT_ENUMS: readonly { field: string; words: string[] }[] = toLines(ENUMS).map((line) => {
  const [field, ...words] = line.split(' ');
  return { field: field!, words };
});

function toLines(table: string): string[] {
  return table.split('\n').filter((line) => line !== '');
}
