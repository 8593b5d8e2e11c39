import type { AccountHealthTable, SourceBreakersTable } from './account-health.ts';
import type { AuditEventsTable } from './audit.ts';
import type {
  DataKeysTable,
  IdentityAnswersTable,
  IssuesTable,
  LinkedAccountsTable,
  ModelCoverageTable,
} from './accounts.ts';
import type {
  HubHandoversTable,
  LogInsTable,
  OauthGrantsTable,
  RefusedLogInsTable,
  SourceEventsTable,
} from './connections.ts';
import type {
  AdminLinksTable,
  ConnectorOverridesTable,
  ConsentsTable,
  InboundMessagesTable,
  LinkSessionsTable,
  PermissionChecksTable,
  ServiceAccountsTable,
  ServiceEmailsTable,
} from './linking.ts';
import type { EmployerLinksTable } from './employer-links.ts';
import type { ErasureReceiptsTable, IgnoredPeopleTable, RetiredServiceEmailsTable } from './erasure.ts';
import type { PasswordAgesTable, SourceUsageTable } from './log-in-care.ts';
import type { FieldMappingsTable, FieldTargetsTable, PassthroughReceiptsTable } from './mappings.ts';
import type { NotificationMailsTable, NotificationsTable } from './notifications.ts';
import type { ApiKeysTable, OrganizationDataKeysTable, OrganizationsTable } from './organizations.ts';
import type {
  CompaniesTable,
  EmployeeLifecyclesTable,
  EmployeePayrollRunsTable,
  EmployeesTable,
  EmploymentsTable,
  GroupsTable,
  LocationsTable,
  PayGroupsTable,
  PayrollRunsTable,
  RecordVersionsTable,
  SealedFieldsTable,
  TeamsTable,
  TimeOffBalancesTable,
  TimeOffTable,
} from './records.ts';
import type {
  DataQualityCountsTable,
  StageBasesTable,
  SyncRequestsTable,
  SyncRunsTable,
  SyncStageContentsTable,
  SyncStageTable,
} from './sync.ts';
import type {
  ChangeFeedsTable,
  FormerAttemptsTable,
  EventPositionsTable,
  OutboxEventsTable,
  UndispatchedEventsTable,
  PendingDeliveriesTable,
  WebhookDeliveriesTable,
  WebhookEndpointSecretsTable,
  WebhookEndpointsTable,
  WebhookReceiversTable,
  WebhookReplaysTable,
} from './webhooks.ts';
import type { Timestamp } from './columns.ts';
import type { IdempotencyKeysTable, RateLimitBucketsTable } from './traffic.ts';

export interface Schema {
  organizations: OrganizationsTable;
  api_keys: ApiKeysTable;
  audit_events: AuditEventsTable;
  organization_data_keys: OrganizationDataKeysTable;
  linked_accounts: LinkedAccountsTable;
  data_keys: DataKeysTable;
  issues: IssuesTable;
  identity_answers: IdentityAnswersTable;
  link_sessions: LinkSessionsTable;
  consents: ConsentsTable;
  service_emails: ServiceEmailsTable;
  inbound_messages: InboundMessagesTable;
  admin_links: AdminLinksTable;
  service_accounts: ServiceAccountsTable;
  permission_checks: PermissionChecksTable;
  log_ins: LogInsTable;
  refused_log_ins: RefusedLogInsTable;
  oauth_grants: OauthGrantsTable;
  source_events: SourceEventsTable;
  hub_handovers: HubHandoversTable;
  connector_overrides: ConnectorOverridesTable;
  source_usage: SourceUsageTable;
  password_ages: PasswordAgesTable;
  companies: CompaniesTable;
  locations: LocationsTable;
  groups: GroupsTable;
  employees: EmployeesTable;
  employments: EmploymentsTable;
  teams: TeamsTable;
  pay_groups: PayGroupsTable;
  payroll_runs: PayrollRunsTable;
  employee_payroll_runs: EmployeePayrollRunsTable;
  time_off: TimeOffTable;
  time_off_balances: TimeOffBalancesTable;
  record_versions: RecordVersionsTable;
  employee_lifecycles: EmployeeLifecyclesTable;
  sealed_fields: SealedFieldsTable;
  model_coverage: ModelCoverageTable;
  field_targets: FieldTargetsTable;
  field_mappings: FieldMappingsTable;
  passthrough_receipts: PassthroughReceiptsTable;
  sync_runs: SyncRunsTable;
  sync_requests: SyncRequestsTable;
  sync_stage: SyncStageTable;
  sync_stage_contents: SyncStageContentsTable;
  stage_bases: StageBasesTable;
  data_quality_counts: DataQualityCountsTable;
  notifications: NotificationsTable;
  notification_mails: NotificationMailsTable;
  outbox_events: OutboxEventsTable;
  undispatched_events: UndispatchedEventsTable;
  event_positions: EventPositionsTable;
  change_feeds: ChangeFeedsTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_endpoint_secrets: WebhookEndpointSecretsTable;
  webhook_receivers: WebhookReceiversTable;
  webhook_deliveries: WebhookDeliveriesTable;
  pending_deliveries: PendingDeliveriesTable;
  webhook_replays: WebhookReplaysTable;
  former_attempts: FormerAttemptsTable;
  /** A view. */
  delivery_attempts: FormerAttemptsTable;
  account_health: AccountHealthTable;
  source_breakers: SourceBreakersTable;
  employer_links: EmployerLinksTable;
  erasure_receipts: ErasureReceiptsTable;
  retired_service_emails: RetiredServiceEmailsTable;
  ignored_people: IgnoredPeopleTable;
  rate_limit_buckets: RateLimitBucketsTable;
  idempotency_keys: IdempotencyKeysTable;
  worker_heartbeats: { pool_id: string; seen_at: Timestamp };
}
