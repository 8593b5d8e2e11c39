import { randomBytes } from 'node:crypto';
import { INSTANT, type Owner } from './owner.ts';

/** The deployment's: their rows say nothing of an organization or an account. */
const OF_NOBODY = ['source_events', 'source_breakers', 'worker_heartbeats', 'connector_overrides'];
export const isOwned = (table: string): boolean => !OF_NOBODY.includes(table);

type Values = (owner: Owner, turn: number) => Record<string, unknown>;
const canaryJson = (owner: Owner, column: string) =>
  JSON.stringify({ note: `canary-${owner.label}-${column}` });

/** What the rules of a table ask for beyond the catalog. */
export const VALUES: Record<string, Values> = {
  change_feeds: () => ({ deleted_to: 0 }),
  connector_overrides: (owner) => ({ integration: 'justworks', patch: canaryJson(owner, 'patch') }),
  data_quality_counts: (_owner, turn) => ({
    check_name: ['missing_work_email', 'missing_manager'][turn],
    affected_count: 1,
    total_count: 2,
    affected_since: INSTANT,
  }),
  field_mappings: () => ({
    model: 'employee',
    remote_method: 'GET',
    remote_url_path: '/v1/members',
    traversal_path: '["note"]',
    jmes_path: null,
  }),
  field_targets: () => ({ model: 'employee' }),
  idempotency_keys: () => ({ lease_token: null, sealed_answer: randomBytes(32) }),
  passthrough_receipts: () => ({ error_kind: null, error_code: null, error_message: null }),
  hub_handovers: () => ({ integration: 'justworks', expires_at: '2020-01-01T00:00:00Z' }),
  employees: () => ({ employment_status: 'ACTIVE', manager_id: null }),
  employer_links: () => ({ language: 'en', ended_at: INSTANT }),
  event_positions: () => ({ position: positions++ }),
  erasure_receipts: () => ({ subject: 'records', erased_at: INSTANT }),
  inbound_messages: () => ({
    state: 'held',
    reason: 'dns_unavailable',
    remote_ip: '192.0.2.1',
    sealed_message: randomBytes(32),
  }),
  issues: () => ({ status: 'ONGOING', code: 'column_unknown' }),
  link_sessions: (_owner, turn) => ({
    state: 'expired',
    connection_method: 'service_account',
    ended_at: INSTANT,
    token_expires_at: INSTANT,
    last_error_code: turn === 0 ? null : 'sign_in_refused',
  }),
  model_coverage: (_owner, turn) => ({ model: ['employee', 'employment'][turn], is_covered: true }),
  notification_mails: () => ({ state: 'sent', next_attempt_at: null }),
  oauth_grants: (_owner, turn) => ({
    state: turn === 0 ? 'ended' : 'revoking',
    link_session_id: null,
    due_at: '2030-01-01T00:00:00Z',
  }),
  outbox_events: (owner, turn) => ({
    type: 'employee.updated',
    record_id: owner.ids['employees']![turn],
    record_sequence: 1,
    data: JSON.stringify({ changes: [], linked_account: { id: owner.linkedAccountId } }),
    occurred_at: INSTANT,
  }),
  password_ages: () => ({ next_check_at: '2030-01-01T00:00:00Z' }),
  permission_checks: (_owner, turn) => ({ capability: ['employees', 'company_settings'][turn] }),
  record_versions: (owner, turn) => ({
    model: 'employee',
    sequence: 100 + turn,
    body: canaryJson(owner, 'version'),
    changes: JSON.stringify([
      { field: 'last_name', before: `canary-${owner.label}-before`, after: `canary-${owner.label}-after` },
    ]),
    valid_from: '2026-10-01T00:00:00Z',
    valid_to: INSTANT,
    effective_date: null,
  }),
  source_breakers: (owner) => ({ integration: `canary-${owner.label}` }),
  source_usage: (_owner, turn) => ({ what: ['sign_in', 'report'][turn] }),
  sync_runs: (_owner, turn) => ({
    state: turn === 0 ? 'held' : 'succeeded',
    trigger: 'schedule',
    source_summary: JSON.stringify({ coveredModels: ['employee'] }),
    finished_at: turn === 0 ? null : INSTANT,
    error_code: null,
    error_message: null,
  }),
  webhook_deliveries: () => ({ state: 'failed', finished_at: INSTANT }),
  webhook_endpoints: (owner) => ({
    url: `https://canary-${owner.label}.example/hook`,
    status: 'enabled',
    event_filter: ['*'],
    disabled_reason: null,
  }),
};

let positions = 1;
