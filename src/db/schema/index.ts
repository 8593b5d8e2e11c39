import type { DataKeysTable, IssuesTable, LinkedAccountsTable } from './accounts.ts';
import type {
  InboundMessagesTable,
  LinkSessionsTable,
  PermissionChecksTable,
  ServiceAccountsTable,
  ServiceEmailsTable,
} from './linking.ts';
import type { ApiKeysTable, OrganizationDataKeysTable, OrganizationsTable } from './organizations.ts';
import type {
  CompaniesTable,
  EmployeesTable,
  EmploymentsTable,
  GroupsTable,
  LocationsTable,
} from './records.ts';
import type { SyncRunsTable, SyncStageTable } from './sync.ts';
import type {
  DeliveryAttemptsTable,
  OutboxEventsTable,
  WebhookDeliveriesTable,
  WebhookEndpointsTable,
} from './webhooks.ts';
import type { Timestamp } from './columns.ts';

export interface Schema {
  organizations: OrganizationsTable;
  api_keys: ApiKeysTable;
  organization_data_keys: OrganizationDataKeysTable;
  linked_accounts: LinkedAccountsTable;
  data_keys: DataKeysTable;
  issues: IssuesTable;
  link_sessions: LinkSessionsTable;
  service_emails: ServiceEmailsTable;
  inbound_messages: InboundMessagesTable;
  service_accounts: ServiceAccountsTable;
  permission_checks: PermissionChecksTable;
  companies: CompaniesTable;
  locations: LocationsTable;
  groups: GroupsTable;
  employees: EmployeesTable;
  employments: EmploymentsTable;
  sync_runs: SyncRunsTable;
  sync_stage: SyncStageTable;
  outbox_events: OutboxEventsTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_deliveries: WebhookDeliveriesTable;
  delivery_attempts: DeliveryAttemptsTable;
  worker_heartbeats: { pool_id: string; seen_at: Timestamp };
}
