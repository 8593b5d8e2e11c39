-- What the migrations make. Written by `npm run schema`; do not edit.

create table account_health (
  linked_account_id uuid not null,
  integration text not null,
  consecutive_failures integer not null default 0,
  failing_since timestamp with time zone,
  failure_told text,
  not_before timestamp with time zone,
  source_failed_at timestamp with time zone,
  source_reached_at timestamp with time zone,
  constraint account_health_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint account_health_pkey PRIMARY KEY (linked_account_id)
);

create table admin_links (
  linked_account_id uuid not null,
  id uuid not null,
  link_session_id uuid not null,
  channel text not null,
  sealed_recipient bytea,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint admin_links_channel_check CHECK ((channel = ANY (ARRAY['copy'::text, 'mail'::text]))),
  constraint admin_links_link_session_id_fkey FOREIGN KEY (link_session_id) REFERENCES link_sessions(id) ON DELETE CASCADE,
  constraint admin_links_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint admin_links_pkey PRIMARY KEY (linked_account_id, id)
);

create table api_keys (
  id uuid not null,
  organization_id uuid not null,
  name text not null,
  environment text not null,
  prefix text not null,
  key_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  roles text[] not null,
  last_used_at timestamp with time zone,
  previous_key_hash bytea,
  previous_key_expires_at timestamp with time zone,
  constraint api_keys_check CHECK (((previous_key_hash IS NULL) = (previous_key_expires_at IS NULL))),
  constraint api_keys_environment_check CHECK ((environment = ANY (ARRAY['test'::text, 'live'::text]))),
  constraint api_keys_key_hash_key UNIQUE (key_hash),
  constraint api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_previous_key_hash_key UNIQUE (previous_key_hash),
  constraint api_keys_roles_check CHECK (((roles <@ '{read,sensitive,operate,administer}'::text[]) AND (cardinality(roles) > 0)))
);

create table audit_events (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid,
  actor_kind text not null,
  actor_id uuid,
  actor_name text,
  ip_address text,
  event_type text not null,
  description text not null,
  record_model text,
  record_ids uuid[] not null default '{}'::uuid[],
  created_at timestamp with time zone not null default now(),
  constraint audit_events_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['api_key'::text, 'link_session'::text, 'command_line'::text, 'system'::text, 'employer_page'::text]))),
  constraint audit_events_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint audit_events_pkey PRIMARY KEY (id)
);

create table change_feeds (
  organization_id uuid not null,
  deleted_to bigint not null,
  constraint change_feeds_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint change_feeds_pkey PRIMARY KEY (organization_id)
);

create table companies (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  beside_hash bytea,
  constraint companies_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint companies_pkey PRIMARY KEY (linked_account_id, id)
);

create table connector_overrides (
  id uuid not null,
  integration text not null,
  patch jsonb not null,
  reason text not null,
  approved_by text not null,
  created_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  constraint connector_overrides_patch_check CHECK ((jsonb_typeof(patch) = 'object'::text)),
  constraint connector_overrides_pkey PRIMARY KEY (id)
);

create table consents (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid not null,
  link_session_id uuid not null,
  given_at timestamp with time zone not null,
  person_name text not null,
  told_email text,
  employer_name text not null,
  connection_method text not null,
  language text not null,
  scopes jsonb not null,
  text text not null,
  text_hash bytea not null,
  constraint consents_connection_method_check CHECK ((connection_method = ANY (ARRAY['service_account'::text, 'credentials'::text, 'oauth'::text]))),
  constraint consents_language_check CHECK ((language = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint consents_link_session_id_key UNIQUE (link_session_id),
  constraint consents_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint consents_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint consents_pkey PRIMARY KEY (id)
);

create table data_keys (
  id uuid not null,
  linked_account_id uuid not null,
  wrapped_key bytea not null,
  key_encryption_key_id text not null,
  created_at timestamp with time zone not null default now(),
  constraint data_keys_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint data_keys_linked_account_id_key UNIQUE (linked_account_id),
  constraint data_keys_pkey PRIMARY KEY (id)
);

create table data_quality_counts (
  linked_account_id uuid not null,
  check_name text not null,
  affected_count integer not null,
  total_count integer,
  affected_since timestamp with time zone,
  measured_at timestamp with time zone not null,
  sync_run_id uuid not null,
  constraint data_quality_counts_affected_count_check CHECK ((affected_count >= 0)),
  constraint data_quality_counts_check CHECK (((affected_count > 0) = (affected_since IS NOT NULL))),
  constraint data_quality_counts_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint data_quality_counts_pkey PRIMARY KEY (linked_account_id, check_name),
  constraint data_quality_counts_total_count_check CHECK ((total_count >= 0))
);

create table employee_lifecycles (
  linked_account_id uuid not null,
  employee_id uuid not null,
  onboarding_scheduled_for date,
  started_on date,
  offboarding_scheduled_for date,
  terminated_on date,
  next_due_on date,
  constraint employee_lifecycles_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint employee_lifecycles_pkey PRIMARY KEY (linked_account_id, employee_id)
);

create table employee_payroll_runs (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  employee_id uuid not null,
  payroll_run_id uuid,
  start_date date,
  end_date date,
  check_date date,
  beside_hash bytea,
  ignored_at timestamp with time zone,
  constraint employee_payroll_runs_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint employee_payroll_runs_pkey PRIMARY KEY (linked_account_id, id)
);

create table employees (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  employee_number text,
  first_name text,
  last_name text,
  preferred_name text,
  display_full_name text,
  work_email text,
  personal_email text,
  person_remote_id text,
  work_id text,
  name_key text,
  birth_date text,
  job_title text,
  employment_status text,
  employment_type text,
  company_id uuid,
  manager_id uuid,
  team_id uuid,
  pay_group_id uuid,
  home_location_id uuid,
  work_location_id uuid,
  group_ids uuid[] not null default '{}'::uuid[],
  start_date date,
  termination_date date,
  source_status text,
  beside_hash bytea,
  ignored_at timestamp with time zone,
  constraint employees_body_without_ssn CHECK (((body ->> 'ssn'::text) IS NULL)) NOT VALID,
  constraint employees_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint employees_pkey PRIMARY KEY (linked_account_id, id)
);

create table employer_links (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid not null,
  language text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  sync_asked_at timestamp with time zone,
  constraint employer_links_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint employer_links_pkey PRIMARY KEY (id)
);

create table employments (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  employee_id uuid not null,
  effective_date date,
  pay_group_id uuid,
  beside_hash bytea,
  ignored_at timestamp with time zone,
  constraint employments_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint employments_pkey PRIMARY KEY (linked_account_id, id)
);

create table erasure_receipts (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid not null,
  subject text not null,
  requested_at timestamp with time zone not null,
  erased_at timestamp with time zone,
  access_ended_at timestamp with time zone,
  counts jsonb not null default '{}'::jsonb,
  constraint erasure_receipts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint erasure_receipts_pkey PRIMARY KEY (id),
  constraint erasure_receipts_subject_check CHECK ((subject = ANY (ARRAY['account'::text, 'records'::text])))
);

create table event_positions (
  event_id uuid not null,
  organization_id uuid not null,
  position bigint not null,
  constraint event_positions_organization_id_position_key UNIQUE (organization_id, "position"),
  constraint event_positions_pkey PRIMARY KEY (event_id)
);

create table field_mappings (
  id uuid not null,
  linked_account_id uuid not null,
  target_id uuid not null,
  model text not null,
  remote_method text not null,
  remote_url_path text not null,
  traversal_path jsonb not null,
  jmes_path text,
  created_at timestamp with time zone not null default now(),
  modified_at timestamp with time zone not null default now(),
  constraint field_mappings_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint field_mappings_linked_account_id_target_id_key UNIQUE (linked_account_id, target_id),
  constraint field_mappings_pkey PRIMARY KEY (id),
  constraint field_mappings_target_id_fkey FOREIGN KEY (target_id) REFERENCES field_targets(id) ON DELETE CASCADE,
  constraint field_mappings_traversal_path_check CHECK ((jsonb_typeof(traversal_path) = 'array'::text))
);

create table field_targets (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid,
  model text not null,
  name text not null,
  description text not null,
  created_at timestamp with time zone not null default now(),
  constraint field_targets_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint field_targets_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint field_targets_pkey PRIMARY KEY (id)
);

create table former_attempts (
  delivery_id uuid not null,
  attempt_number integer not null,
  started_at timestamp with time zone not null,
  duration_ms integer not null,
  status_code integer,
  failure text,
  answer text,
  constraint former_attempts_pkey PRIMARY KEY (delivery_id, attempt_number)
);

create table groups (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  name text,
  type text,
  is_commonly_used_as_team boolean,
  beside_hash bytea,
  constraint groups_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint groups_pkey PRIMARY KEY (linked_account_id, id)
);

create table hub_handovers (
  token_hash bytea not null,
  organization_id uuid not null,
  integration text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  linked_account_id uuid,
  constraint hub_handovers_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint hub_handovers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint hub_handovers_pkey PRIMARY KEY (token_hash)
);

create table idempotency_keys (
  organization_id uuid not null,
  route text not null,
  key_hash bytea not null,
  linked_account_id uuid,
  fingerprint bytea not null,
  lease_token uuid,
  lease_until timestamp with time zone,
  sealed_answer bytea,
  expires_at timestamp with time zone not null,
  constraint idempotency_keys_check CHECK (((lease_token IS NULL) = (sealed_answer IS NOT NULL))),
  constraint idempotency_keys_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint idempotency_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint idempotency_keys_pkey PRIMARY KEY (organization_id, route, key_hash)
);

create table identity_answers (
  linked_account_id uuid not null,
  row_key bytea not null,
  action text not null,
  record_ids uuid[] not null,
  issue_id uuid not null,
  answered_at timestamp with time zone not null,
  constraint identity_answers_action_check CHECK ((action = ANY (ARRAY['same'::text, 'different'::text]))),
  constraint identity_answers_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint identity_answers_pkey PRIMARY KEY (linked_account_id, row_key)
);

create table ignored_people (
  linked_account_id uuid not null,
  employee_id uuid not null,
  is_for_good boolean not null,
  ignored_at timestamp with time zone not null,
  signals jsonb not null,
  spellings text[] not null,
  constraint ignored_people_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint ignored_people_pkey PRIMARY KEY (linked_account_id, employee_id)
);

create table inbound_messages (
  id uuid not null,
  linked_account_id uuid not null,
  received_at timestamp with time zone not null,
  content_hash bytea not null,
  sealed_message bytea,
  remote_ip text,
  helo text,
  envelope_sender text,
  state text not null,
  reason text,
  shape jsonb,
  is_to_replaced boolean not null default false,
  constraint inbound_messages_linked_account_id_content_hash_key UNIQUE (linked_account_id, content_hash),
  constraint inbound_messages_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint inbound_messages_pkey PRIMARY KEY (id),
  constraint inbound_messages_state_check CHECK ((state = ANY (ARRAY['received'::text, 'accepted'::text, 'discarded'::text, 'held'::text])))
);

create table issues (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid,
  code text not null,
  subject text not null default ''::text,
  error_description text not null,
  error_details text[] not null default '{}'::text[],
  status text not null,
  is_muted boolean not null default false,
  first_incident_time timestamp with time zone not null,
  last_incident_time timestamp with time zone not null,
  resolved_at timestamp with time zone,
  is_source_notice boolean not null default false,
  reminded_days integer not null default 0,
  question jsonb,
  constraint issues_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint issues_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint issues_pkey PRIMARY KEY (id),
  constraint issues_status_check CHECK ((status = ANY (ARRAY['ONGOING'::text, 'RESOLVED'::text])))
);

create table link_sessions (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid not null,
  state text not null,
  state_entered_at timestamp with time zone not null,
  last_error_code text,
  consented_at timestamp with time zone,
  token_expires_at timestamp with time zone not null,
  public_token_hash bytea,
  public_token_expires_at timestamp with time zone,
  public_token_used_at timestamp with time zone,
  lease_token bigint not null default 0,
  lease_until timestamp with time zone,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  connection_method text not null default 'service_account'::text,
  is_from_hub boolean not null default false,
  authorization_state_hash bytea,
  authorization_state_expires_at timestamp with time zone,
  sealed_authorization_code bytea,
  authorization_code_exchanged_at timestamp with time zone,
  company_choices jsonb,
  chosen_company_id text,
  scopes jsonb,
  consented_scopes jsonb,
  retry_at timestamp with time zone,
  retry_count integer not null default 0,
  misaddressed_at timestamp with time zone,
  is_admin_link_hidden boolean not null default false,
  admin_links_end_at timestamp with time zone,
  is_replacement boolean not null default false,
  turns jsonb not null default '{}'::jsonb,
  found_company jsonb,
  sealed_found_tax_id bytea,
  asked_language text,
  chosen_language text,
  constraint link_sessions_asked_language_check CHECK ((asked_language = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint link_sessions_authorization_state_hash_key UNIQUE (authorization_state_hash),
  constraint link_sessions_chosen_language_check CHECK ((chosen_language = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint link_sessions_connection_method_check CHECK ((connection_method = ANY (ARRAY['service_account'::text, 'credentials'::text, 'oauth'::text]))),
  constraint link_sessions_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint link_sessions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint link_sessions_pkey PRIMARY KEY (id),
  constraint link_sessions_public_token_hash_key UNIQUE (public_token_hash)
);

create table linked_accounts (
  id uuid not null,
  organization_id uuid,
  integration text not null,
  end_user_origin_id text not null,
  end_user_organization_name text,
  end_user_email_address text,
  status text not null,
  status_detail text,
  connection_method text not null,
  remote_company_id text,
  remote_company_name text,
  time_zone text not null default 'America/New_York'::text,
  sync_interval_seconds integer not null,
  next_sync_at timestamp with time zone,
  data_fresh_as_of timestamp with time zone,
  source_shapes jsonb not null default '{}'::jsonb,
  source_hash bytea,
  account_token_hash bytea,
  sealed_account_token bytea,
  previous_account_token_hash bytea,
  previous_account_token_expires_at timestamp with time zone,
  is_test_account boolean not null,
  created_at timestamp with time zone not null default now(),
  completed_at timestamp with time zone,
  organization_head text,
  applied_method text,
  sealed_remote_tax_id bytea,
  next_clock_at timestamp with time zone not null default now(),
  paused_at timestamp with time zone,
  source_rows_digest bytea,
  notification_addresses text[] not null default '{}'::text[],
  notification_mode text not null default 'changes'::text,
  last_digest_on date,
  scopes jsonb,
  scopes_version integer not null default 0,
  scopes_applied_version integer not null default 0,
  keyed_fields text[] not null default '{}'::text[],
  disconnected_at timestamp with time zone,
  retention_due_at timestamp with time zone not null default now(),
  history_kept_from timestamp with time zone,
  field_mappings_version integer not null default 0,
  required_capabilities text[],
  constraint linked_accounts_account_token_hash_key UNIQUE (account_token_hash),
  constraint linked_accounts_connection_method_check CHECK ((connection_method = ANY (ARRAY['service_account'::text, 'credentials'::text, 'oauth'::text]))),
  constraint linked_accounts_notification_mode_check CHECK ((notification_mode = ANY (ARRAY['changes'::text, 'daily'::text, 'failures'::text]))),
  constraint linked_accounts_organization_id_end_user_origin_id_key UNIQUE (organization_id, end_user_origin_id),
  constraint linked_accounts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint linked_accounts_pkey PRIMARY KEY (id),
  constraint linked_accounts_previous_account_token_hash_key UNIQUE (previous_account_token_hash),
  constraint linked_accounts_status_check CHECK ((status = ANY (ARRAY['COMPLETE'::text, 'INCOMPLETE'::text, 'RELINK_NEEDED'::text, 'IDLE'::text]))),
  constraint linked_accounts_sync_interval_seconds_check CHECK (((sync_interval_seconds >= 600) AND (sync_interval_seconds <= 86400)))
);

create table locations (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  location_type text,
  country text,
  beside_hash bytea,
  ignored_at timestamp with time zone,
  constraint locations_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint locations_pkey PRIMARY KEY (linked_account_id, id)
);

create table log_ins (
  id uuid not null,
  linked_account_id uuid not null,
  link_session_id uuid,
  sealed_user_name bytea not null,
  sealed_password bytea not null,
  sealed_authenticator_secret bytea not null,
  password_fingerprint bytea not null,
  code_fingerprint bytea not null,
  open_attempts integer not null default 0,
  last_code_step bigint,
  sealed_remote_session bytea,
  created_at timestamp with time zone not null,
  constraint log_ins_link_session_id_fkey FOREIGN KEY (link_session_id) REFERENCES link_sessions(id) ON DELETE CASCADE,
  constraint log_ins_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint log_ins_pkey PRIMARY KEY (id)
);

create table model_coverage (
  linked_account_id uuid not null,
  model text not null,
  is_covered boolean not null,
  data_fresh_as_of timestamp with time zone,
  failure_code text,
  constraint model_coverage_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint model_coverage_pkey PRIMARY KEY (linked_account_id, model)
);

create table notification_mails (
  id uuid not null,
  notification_id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid,
  address text not null,
  state text not null default 'pending'::text,
  attempt_count integer not null default 0,
  next_attempt_at timestamp with time zone,
  lease_until timestamp with time zone,
  lease_token bigint not null default 0,
  failure text,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint notification_mails_check CHECK (((state = 'pending'::text) = (next_attempt_at IS NOT NULL))),
  constraint notification_mails_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint notification_mails_notification_id_address_key UNIQUE (notification_id, address),
  constraint notification_mails_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notifications(id) ON DELETE CASCADE,
  constraint notification_mails_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint notification_mails_pkey PRIMARY KEY (id),
  constraint notification_mails_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'sent'::text, 'given_up'::text])))
);

create table notifications (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid,
  kind text not null,
  cause text not null,
  content jsonb not null,
  occurred_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  dispatched_at timestamp with time zone,
  is_digest_due boolean not null default false,
  constraint notifications_kind_check CHECK ((kind = ANY (ARRAY['run_changed'::text, 'run_held'::text, 'failure'::text, 'recovery'::text, 'reminder'::text, 'digest'::text, 'endpoint_disabled'::text]))),
  constraint notifications_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint notifications_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint notifications_pkey PRIMARY KEY (id)
);

create table oauth_grants (
  id uuid not null,
  linked_account_id uuid not null,
  link_session_id uuid,
  state text not null,
  sealed_access_token bytea not null,
  access_issued_at timestamp with time zone not null,
  access_expires_at timestamp with time zone not null,
  sealed_refresh_token bytea,
  refresh_expires_at timestamp with time zone,
  scopes text[] not null,
  due_at timestamp with time zone not null,
  failure_count integer not null default 0,
  refresh_started_at timestamp with time zone,
  lease_token bigint not null default 0,
  lease_until timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint oauth_grants_check CHECK (((state = 'pending'::text) = (link_session_id IS NOT NULL))),
  constraint oauth_grants_link_session_id_fkey FOREIGN KEY (link_session_id) REFERENCES link_sessions(id) ON DELETE CASCADE,
  constraint oauth_grants_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint oauth_grants_pkey PRIMARY KEY (id),
  constraint oauth_grants_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'ended'::text, 'revoking'::text])))
);

create table organization_data_keys (
  id uuid not null,
  organization_id uuid not null,
  wrapped_key bytea not null,
  key_encryption_key_id text not null,
  created_at timestamp with time zone not null default now(),
  constraint organization_data_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint organization_data_keys_organization_id_key UNIQUE (organization_id),
  constraint organization_data_keys_pkey PRIMARY KEY (id)
);

create table organizations (
  id uuid not null,
  name text not null,
  service_first_name text not null,
  allowed_origins text[] not null default '{}'::text[],
  support_contact text,
  created_at timestamp with time zone not null default now(),
  hub_page_url text,
  logo_url text,
  color text,
  connection_methods text[],
  default_sync_interval_seconds integer,
  default_notification_mode text,
  default_time_zone text,
  default_scopes jsonb,
  notification_addresses text[] not null default '{}'::text[],
  default_language text,
  constraint organizations_color_check CHECK ((color ~ '^#[0-9a-f]{6}$'::text)),
  constraint organizations_connection_methods_check CHECK (((connection_methods <@ '{service_account,credentials,oauth}'::text[]) AND (cardinality(connection_methods) > 0))),
  constraint organizations_default_language_check CHECK ((default_language = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint organizations_default_notification_mode_check CHECK ((default_notification_mode = ANY (ARRAY['changes'::text, 'daily'::text, 'failures'::text]))),
  constraint organizations_default_sync_interval_seconds_check CHECK (((default_sync_interval_seconds >= 600) AND (default_sync_interval_seconds <= 86400))),
  constraint organizations_pkey PRIMARY KEY (id)
);

create table outbox_events (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid,
  type text not null,
  data json not null,
  occurred_at timestamp with time zone not null,
  sync_run_id uuid,
  record_id uuid,
  record_sequence bigint,
  constraint outbox_events_pkey PRIMARY KEY (id),
  constraint outbox_events_record_check CHECK (((record_id IS NULL) = (record_sequence IS NULL)))
);

create table passthrough_receipts (
  id uuid not null,
  organization_id uuid not null,
  linked_account_id uuid not null,
  sealed_request bytea not null,
  answered_at timestamp with time zone,
  sealed_answer bytea,
  error_kind text,
  error_code text,
  error_message text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint passthrough_receipts_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint passthrough_receipts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint passthrough_receipts_pkey PRIMARY KEY (id)
);

create table password_ages (
  id uuid not null,
  linked_account_id uuid not null,
  expires_at timestamp with time zone,
  next_check_at timestamp with time zone not null,
  sealed_new_password bytea,
  lease_token bigint not null default 0,
  lease_until timestamp with time zone,
  constraint password_ages_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint password_ages_linked_account_id_key UNIQUE (linked_account_id),
  constraint password_ages_pkey PRIMARY KEY (id)
);

create table pay_groups (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  beside_hash bytea,
  constraint pay_groups_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint pay_groups_pkey PRIMARY KEY (linked_account_id, id)
);

create table payroll_runs (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  run_state text,
  run_type text,
  start_date date,
  end_date date,
  check_date date,
  beside_hash bytea,
  constraint payroll_runs_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint payroll_runs_pkey PRIMARY KEY (linked_account_id, id)
);

create table pending_deliveries (
  delivery_id uuid not null,
  endpoint_id uuid not null,
  next_attempt_at timestamp with time zone not null,
  lease_until timestamp with time zone,
  lease_token bigint,
  constraint pending_deliveries_pkey PRIMARY KEY (delivery_id)
);

create table permission_checks (
  linked_account_id uuid not null,
  capability text not null,
  state text not null,
  checked_at timestamp with time zone not null,
  lost_at timestamp with time zone,
  constraint permission_checks_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint permission_checks_pkey PRIMARY KEY (linked_account_id, capability),
  constraint permission_checks_state_check CHECK ((state = ANY (ARRAY['granted'::text, 'missing'::text, 'unknown'::text])))
);

create unlogged table rate_limit_buckets (
  kind text not null,
  subject_id uuid not null,
  organization_id uuid not null,
  tokens double precision not null,
  refilled_at timestamp with time zone not null,
  granted integer not null,
  constraint rate_limit_buckets_kind_check CHECK ((kind = ANY (ARRAY['api_key'::text, 'linked_account'::text]))),
  constraint rate_limit_buckets_pkey PRIMARY KEY (kind, subject_id)
);

create table record_versions (
  linked_account_id uuid not null,
  model text not null,
  record_id uuid not null,
  sequence bigint not null,
  body json not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone not null,
  changes json not null,
  effective_date date,
  sync_run_id uuid,
  enum_origins json,
  constraint record_versions_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint record_versions_pkey PRIMARY KEY (linked_account_id, model, record_id, sequence)
);

create table refused_log_ins (
  linked_account_id uuid not null,
  fingerprint bytea not null,
  refused_at timestamp with time zone not null,
  constraint refused_log_ins_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint refused_log_ins_pkey PRIMARY KEY (linked_account_id, fingerprint)
);

create table retired_service_emails (
  local_part_hash bytea not null,
  retired_at timestamp with time zone not null,
  constraint retired_service_emails_pkey PRIMARY KEY (local_part_hash)
);

create table sealed_fields (
  linked_account_id uuid not null,
  model text not null,
  record_id uuid not null,
  field text not null,
  sealed bytea not null,
  fingerprint bytea not null,
  constraint sealed_fields_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint sealed_fields_pkey PRIMARY KEY (linked_account_id, model, record_id, field)
);

create table service_accounts (
  linked_account_id uuid not null,
  user_name text not null,
  sealed_invitation_url bytea,
  sealed_password bytea,
  password_set_at timestamp with time zone,
  sealed_authenticator_secret bytea,
  authenticator_confirmed_at timestamp with time zone,
  last_code_step bigint,
  sealed_remote_session bytea,
  created_at timestamp with time zone not null,
  is_replacement boolean not null default false,
  constraint service_accounts_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint service_accounts_pkey PRIMARY KEY (linked_account_id, is_replacement)
);

create table service_emails (
  linked_account_id uuid not null,
  local_part text not null,
  created_at timestamp with time zone not null,
  accepts_mail_until timestamp with time zone,
  replaced_local_part text,
  replaced_at timestamp with time zone,
  constraint service_emails_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint service_emails_local_part_key UNIQUE (local_part),
  constraint service_emails_pkey PRIMARY KEY (linked_account_id),
  constraint service_emails_replaced_local_part_key UNIQUE (replaced_local_part)
);

create table source_breakers (
  integration text not null,
  opened_at timestamp with time zone not null,
  probe_at timestamp with time zone not null,
  failed_probes integer not null default 0,
  probe_run_id uuid,
  constraint source_breakers_pkey PRIMARY KEY (integration)
);

create table source_events (
  integration text not null,
  event_id text not null,
  received_at timestamp with time zone not null,
  constraint source_events_pkey PRIMARY KEY (integration, event_id)
);

create table source_usage (
  linked_account_id uuid not null,
  day date not null,
  what text not null,
  count integer not null,
  constraint source_usage_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint source_usage_pkey PRIMARY KEY (linked_account_id, day, what),
  constraint source_usage_what_check CHECK ((what = ANY (ARRAY['sign_in'::text, 'report'::text])))
);

create unlogged table stage_bases (
  linked_account_id uuid not null,
  sync_run_id uuid not null,
  rows_digest bytea not null,
  rows_key text not null,
  staged_by bytea not null,
  constraint stage_bases_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint stage_bases_pkey PRIMARY KEY (linked_account_id)
);

create table sync_requests (
  linked_account_id uuid not null,
  sync_run_id uuid not null,
  is_targeted boolean not null,
  asked_at timestamp with time zone not null default now(),
  constraint sync_requests_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint sync_requests_pkey PRIMARY KEY (linked_account_id)
);

create table sync_runs (
  id uuid not null,
  linked_account_id uuid not null,
  organization_id uuid not null,
  state text not null,
  trigger text not null,
  is_initial boolean not null,
  lease_token bigint not null default 0,
  lease_until timestamp with time zone,
  attempt_count integer not null default 0,
  staged_at timestamp with time zone,
  source_hash bytea,
  source_summary jsonb,
  counts jsonb,
  error_code text,
  error_message text,
  queued_at timestamp with time zone not null default now(),
  enqueued_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  diff_hash bytea,
  released_at timestamp with time zone,
  superseded_by uuid,
  source_rows_digest bytea,
  findings jsonb,
  finding_hash bytea,
  understood_by jsonb,
  due_at timestamp with time zone,
  change_summary jsonb,
  scopes_version integer not null default 0,
  constraint sync_runs_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint sync_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint sync_runs_pkey PRIMARY KEY (id),
  constraint sync_runs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'succeeded'::text, 'partially_succeeded'::text, 'unchanged'::text, 'held'::text, 'discarded'::text, 'superseded'::text, 'failed'::text]))),
  constraint sync_runs_trigger_check CHECK ((trigger = ANY (ARRAY['link'::text, 'schedule'::text, 'request'::text, 'follow_up'::text, 'source_event'::text])))
);

create unlogged table sync_stage (
  linked_account_id uuid not null,
  sync_run_id uuid not null,
  model text not null,
  ordinal integer not null,
  candidate_id uuid not null,
  source_key text,
  owner_ordinal integer,
  remote_id text,
  person_remote_id text,
  work_id text,
  work_email text,
  personal_email text,
  name_key text,
  birth_date text,
  effective_date date,
  start_date date,
  termination_date date,
  employment_status text,
  source_status text,
  missing_fields text[],
  fields_hash bytea not null,
  beside_hash bytea not null,
  refs jsonb not null,
  kept_fields text[],
  candidates jsonb,
  claimed_ids uuid[],
  record_id uuid,
  person_id uuid,
  relations jsonb,
  fingerprint bytea,
  action text,
  problem text,
  sealed_hash bytea,
  failed_mappings uuid[],
  row_fingerprint bytea,
  contents_run_id uuid,
  contents_ordinal integer,
  constraint sync_stage_pkey PRIMARY KEY (linked_account_id, sync_run_id, model, ordinal)
);

create unlogged table sync_stage_contents (
  linked_account_id uuid not null,
  sync_run_id uuid not null,
  model text not null,
  ordinal integer not null,
  own_fields text not null,
  lines jsonb,
  typed text[] not null,
  enum_origins json not null,
  remote_data json not null,
  sealed_fields json,
  field_mappings text,
  constraint sync_stage_contents_pkey PRIMARY KEY (linked_account_id, sync_run_id, model, ordinal)
);

create table teams (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  name text,
  parent_team_id uuid,
  beside_hash bytea,
  constraint teams_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint teams_pkey PRIMARY KEY (linked_account_id, id)
);

create table time_off (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  employee_id uuid not null,
  approver_id uuid,
  status text,
  request_type text,
  start_time timestamp with time zone,
  end_time timestamp with time zone,
  beside_hash bytea,
  ignored_at timestamp with time zone,
  constraint time_off_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint time_off_pkey PRIMARY KEY (linked_account_id, id)
);

create table time_off_balances (
  linked_account_id uuid not null,
  id uuid not null,
  source_key text not null,
  remote_id text,
  fingerprint bytea not null,
  body json not null,
  remote_data json,
  enum_origins json,
  remote_was_deleted boolean not null default false,
  missed_runs integer not null default 0,
  sequence bigint not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  employee_id uuid not null,
  policy_type text,
  beside_hash bytea,
  ignored_at timestamp with time zone,
  constraint time_off_balances_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint time_off_balances_pkey PRIMARY KEY (linked_account_id, id)
);

create table undispatched_events (
  occurred_at timestamp with time zone not null,
  event_id uuid not null,
  constraint undispatched_events_pkey PRIMARY KEY (occurred_at, event_id)
);

create table webhook_deliveries (
  id uuid not null,
  organization_id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  state text not null,
  attempt_count integer not null default 0,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  attempts_before integer not null default 0,
  attempted_at timestamp with time zone,
  attempt_duration_ms integer,
  attempt_status_code integer,
  attempt_failure text,
  attempt_answer text,
  constraint webhook_deliveries_event_id_endpoint_id_key UNIQUE (event_id, endpoint_id),
  constraint webhook_deliveries_pkey PRIMARY KEY (id),
  constraint webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text])))
);

create table webhook_endpoint_secrets (
  id uuid not null,
  organization_id uuid not null,
  endpoint_id uuid not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  constraint webhook_endpoint_secrets_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_endpoint_secrets_pkey PRIMARY KEY (id)
);

create table webhook_endpoints (
  id uuid not null,
  organization_id uuid not null,
  url text not null,
  description text,
  event_filter text[] not null,
  status text not null,
  disabled_reason text,
  failing_since timestamp with time zone,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  format text not null default 'standard'::text,
  payload text not null default 'full'::text,
  linked_account_ids uuid[],
  header_names text[] not null default '{}'::text[],
  sealed_headers bytea,
  failure_streak integer not null default 0,
  paused_until timestamp with time zone,
  constraint webhook_endpoints_format_check CHECK ((format = ANY (ARRAY['standard'::text, 'merge'::text]))),
  constraint webhook_endpoints_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint webhook_endpoints_payload_check CHECK ((payload = ANY (ARRAY['full'::text, 'thin'::text]))),
  constraint webhook_endpoints_pkey PRIMARY KEY (id),
  constraint webhook_endpoints_status_check CHECK ((status = ANY (ARRAY['enabled'::text, 'disabled'::text])))
);

create table webhook_receivers (
  linked_account_id uuid not null,
  organization_id uuid not null,
  endpoint_id uuid,
  event text not null,
  is_active boolean not null,
  modified_at timestamp with time zone not null,
  constraint webhook_receivers_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_receivers_linked_account_id_event_endpoint_id_key UNIQUE NULLS NOT DISTINCT (linked_account_id, event, endpoint_id),
  constraint webhook_receivers_linked_account_id_fkey FOREIGN KEY (linked_account_id) REFERENCES linked_accounts(id) ON DELETE CASCADE,
  constraint webhook_receivers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
);

create table webhook_replays (
  id uuid not null,
  organization_id uuid not null,
  endpoint_id uuid not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  which text not null,
  event_types text[],
  state text not null,
  next_position bigint,
  last_position bigint,
  event_count integer not null default 0,
  queued_count integer not null default 0,
  pending_count integer not null default 0,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint webhook_replays_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_replays_pkey PRIMARY KEY (id),
  constraint webhook_replays_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text]))),
  constraint webhook_replays_which_check CHECK ((which = ANY (ARRAY['failed'::text, 'all'::text])))
);

create table worker_heartbeats (
  pool_id text not null,
  seen_at timestamp with time zone not null,
  constraint worker_heartbeats_pkey PRIMARY KEY (pool_id)
);

CREATE INDEX account_health_failed ON public.account_health USING btree (integration, source_failed_at) WHERE (source_failed_at IS NOT NULL);
CREATE INDEX account_health_failing ON public.account_health USING btree (failing_since) WHERE (failing_since IS NOT NULL);
CREATE INDEX account_health_reached ON public.account_health USING btree (integration, source_reached_at);
CREATE INDEX admin_links_of_session ON public.admin_links USING btree (link_session_id);
CREATE INDEX api_keys_by_organization ON public.api_keys USING btree (organization_id, created_at, id);
CREATE UNIQUE INDEX api_keys_name ON public.api_keys USING btree (organization_id, name) WHERE (revoked_at IS NULL);
CREATE INDEX audit_events_by_account ON public.audit_events USING btree (linked_account_id, created_at, id);
CREATE INDEX audit_events_by_type ON public.audit_events USING btree (organization_id, event_type, created_at, id);
CREATE INDEX audit_events_newest ON public.audit_events USING btree (organization_id, created_at, id);
CREATE INDEX companies_modified ON public.companies USING btree (linked_account_id, modified_at);
CREATE INDEX companies_page ON public.companies USING btree (linked_account_id, created_at, id);
CREATE UNIQUE INDEX companies_source_key ON public.companies USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE INDEX connector_overrides_in_force ON public.connector_overrides USING btree (integration, created_at, id) WHERE (withdrawn_at IS NULL);
CREATE INDEX consents_of_account ON public.consents USING btree (linked_account_id, given_at, id);
CREATE INDEX employee_lifecycles_due ON public.employee_lifecycles USING btree (linked_account_id, next_due_on) WHERE (next_due_on IS NOT NULL);
CREATE INDEX employee_payroll_runs_employee_id ON public.employee_payroll_runs USING btree (linked_account_id, employee_id);
CREATE INDEX employee_payroll_runs_modified ON public.employee_payroll_runs USING btree (linked_account_id, modified_at);
CREATE INDEX employee_payroll_runs_page ON public.employee_payroll_runs USING btree (linked_account_id, created_at, id);
CREATE INDEX employee_payroll_runs_payroll_run_id ON public.employee_payroll_runs USING btree (linked_account_id, payroll_run_id);
CREATE UNIQUE INDEX employee_payroll_runs_source_key ON public.employee_payroll_runs USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE INDEX employees_manager_id ON public.employees USING btree (linked_account_id, manager_id) WHERE (manager_id IS NOT NULL);
CREATE INDEX employees_missed ON public.employees USING btree (linked_account_id) WHERE ((missed_runs > 0) AND (NOT remote_was_deleted));
CREATE INDEX employees_modified ON public.employees USING btree (linked_account_id, modified_at);
CREATE INDEX employees_page ON public.employees USING btree (linked_account_id, created_at, id);
CREATE INDEX employees_personal_email ON public.employees USING btree (linked_account_id, personal_email) WHERE (personal_email IS NOT NULL);
CREATE UNIQUE INDEX employees_source_key ON public.employees USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE INDEX employees_work_email ON public.employees USING btree (linked_account_id, work_email) WHERE (work_email IS NOT NULL);
CREATE INDEX employer_links_expired ON public.employer_links USING btree (organization_id, expires_at);
CREATE INDEX employer_links_of_account ON public.employer_links USING btree (linked_account_id);
CREATE INDEX employments_employee ON public.employments USING btree (linked_account_id, employee_id);
CREATE INDEX employments_modified ON public.employments USING btree (linked_account_id, modified_at);
CREATE INDEX employments_page ON public.employments USING btree (linked_account_id, created_at, id);
CREATE UNIQUE INDEX employments_source_key ON public.employments USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE UNIQUE INDEX erasure_receipts_of_account ON public.erasure_receipts USING btree (linked_account_id) WHERE (subject = 'account'::text);
CREATE INDEX erasure_receipts_open ON public.erasure_receipts USING btree (requested_at) WHERE ((erased_at IS NULL) OR (access_ended_at IS NULL));
CREATE INDEX field_mappings_of_target ON public.field_mappings USING btree (target_id);
CREATE UNIQUE INDEX field_targets_of_account ON public.field_targets USING btree (linked_account_id, model, name) WHERE (linked_account_id IS NOT NULL);
CREATE UNIQUE INDEX field_targets_of_organization ON public.field_targets USING btree (organization_id, model, name) WHERE (linked_account_id IS NULL);
CREATE INDEX groups_modified ON public.groups USING btree (linked_account_id, modified_at);
CREATE INDEX groups_page ON public.groups USING btree (linked_account_id, created_at, id);
CREATE UNIQUE INDEX groups_source_key ON public.groups USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE INDEX hub_handovers_expiry ON public.hub_handovers USING btree (expires_at);
CREATE INDEX idempotency_keys_account ON public.idempotency_keys USING btree (linked_account_id) WHERE (linked_account_id IS NOT NULL);
CREATE INDEX idempotency_keys_expiry ON public.idempotency_keys USING btree (expires_at);
CREATE INDEX inbound_messages_held ON public.inbound_messages USING btree (received_at, id) WHERE (state = 'held'::text);
CREATE INDEX inbound_messages_of_a_day ON public.inbound_messages USING btree (linked_account_id, received_at);
CREATE INDEX issues_list ON public.issues USING btree (organization_id, first_incident_time, id);
CREATE INDEX issues_of_account ON public.issues USING btree (linked_account_id, first_incident_time, id);
CREATE UNIQUE INDEX issues_one_open ON public.issues USING btree (linked_account_id, code, subject) WHERE (status = 'ONGOING'::text);
CREATE UNIQUE INDEX issues_one_open_of_organization ON public.issues USING btree (organization_id, code, subject) WHERE ((linked_account_id IS NULL) AND (status = 'ONGOING'::text));
CREATE INDEX link_sessions_by_organization ON public.link_sessions USING btree (organization_id, created_at, id);
CREATE UNIQUE INDEX link_sessions_one_open ON public.link_sessions USING btree (linked_account_id) WHERE (ended_at IS NULL);
CREATE INDEX link_sessions_open ON public.link_sessions USING btree (organization_id, created_at, id) WHERE (ended_at IS NULL);
CREATE INDEX linked_accounts_clock ON public.linked_accounts USING btree (next_clock_at, id) WHERE (next_clock_at IS NOT NULL);
CREATE INDEX linked_accounts_daily ON public.linked_accounts USING btree (id) WHERE ((notification_mode = 'daily'::text) OR (last_digest_on IS NOT NULL));
CREATE INDEX linked_accounts_due ON public.linked_accounts USING btree (next_sync_at) WHERE (next_sync_at IS NOT NULL);
CREATE INDEX linked_accounts_list ON public.linked_accounts USING btree (organization_id, created_at, id);
CREATE INDEX linked_accounts_relink ON public.linked_accounts USING btree (id) WHERE (status = 'RELINK_NEEDED'::text);
CREATE INDEX linked_accounts_retention ON public.linked_accounts USING btree (retention_due_at);
CREATE INDEX locations_modified ON public.locations USING btree (linked_account_id, modified_at);
CREATE INDEX locations_page ON public.locations USING btree (linked_account_id, created_at, id);
CREATE UNIQUE INDEX locations_source_key ON public.locations USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE UNIQUE INDEX log_ins_of_account ON public.log_ins USING btree (linked_account_id) WHERE (link_session_id IS NULL);
CREATE UNIQUE INDEX log_ins_of_session ON public.log_ins USING btree (link_session_id) WHERE (link_session_id IS NOT NULL);
CREATE INDEX notification_mails_due ON public.notification_mails USING btree (next_attempt_at) WHERE (state = 'pending'::text);
CREATE INDEX notifications_digest_due ON public.notifications USING btree (linked_account_id) WHERE is_digest_due;
CREATE UNIQUE INDEX notifications_lasting ON public.notifications USING btree (linked_account_id, kind, cause) WHERE (ended_at IS NULL);
CREATE INDEX notifications_occurred ON public.notifications USING btree (occurred_at);
CREATE INDEX notifications_undispatched ON public.notifications USING btree (id) WHERE (dispatched_at IS NULL);
CREATE INDEX oauth_grants_due ON public.oauth_grants USING btree (due_at) WHERE (state = ANY (ARRAY['active'::text, 'revoking'::text]));
CREATE UNIQUE INDEX oauth_grants_of_account ON public.oauth_grants USING btree (linked_account_id) WHERE (state = ANY (ARRAY['active'::text, 'ended'::text]));
CREATE UNIQUE INDEX oauth_grants_of_session ON public.oauth_grants USING btree (link_session_id) WHERE (link_session_id IS NOT NULL);
CREATE INDEX outbox_events_list ON public.outbox_events USING btree (organization_id, occurred_at);
CREATE INDEX outbox_events_record ON public.outbox_events USING btree (linked_account_id, record_id);
CREATE INDEX outbox_events_run ON public.outbox_events USING btree (sync_run_id, id) WHERE (sync_run_id IS NOT NULL);
CREATE INDEX passthrough_receipts_by_account ON public.passthrough_receipts USING btree (linked_account_id, id);
CREATE INDEX passthrough_receipts_by_end ON public.passthrough_receipts USING btree (expires_at);
CREATE INDEX password_ages_due ON public.password_ages USING btree (next_check_at);
CREATE INDEX pay_groups_modified ON public.pay_groups USING btree (linked_account_id, modified_at);
CREATE INDEX pay_groups_page ON public.pay_groups USING btree (linked_account_id, created_at, id);
CREATE UNIQUE INDEX pay_groups_source_key ON public.pay_groups USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE INDEX payroll_runs_modified ON public.payroll_runs USING btree (linked_account_id, modified_at);
CREATE INDEX payroll_runs_page ON public.payroll_runs USING btree (linked_account_id, created_at, id);
CREATE UNIQUE INDEX payroll_runs_source_key ON public.payroll_runs USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE INDEX pending_deliveries_due ON public.pending_deliveries USING btree (endpoint_id, next_attempt_at, delivery_id);
CREATE INDEX rate_limit_buckets_refilled ON public.rate_limit_buckets USING btree (refilled_at);
CREATE INDEX record_versions_ended ON public.record_versions USING btree (linked_account_id, model, valid_to);
CREATE INDEX source_events_received ON public.source_events USING btree (received_at);
CREATE INDEX sync_runs_finished ON public.sync_runs USING btree (linked_account_id, finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX sync_runs_lease ON public.sync_runs USING btree (lease_until) WHERE (state = 'running'::text);
CREATE INDEX sync_runs_list ON public.sync_runs USING btree (linked_account_id, queued_at DESC);
CREATE UNIQUE INDEX sync_runs_one_held ON public.sync_runs USING btree (linked_account_id) WHERE (state = 'held'::text);
CREATE UNIQUE INDEX sync_runs_one_open ON public.sync_runs USING btree (linked_account_id) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX sync_runs_standing ON public.sync_runs USING btree (linked_account_id) WHERE ((state = ANY (ARRAY['held'::text, 'discarded'::text])) AND (superseded_by IS NULL));
CREATE INDEX teams_modified ON public.teams USING btree (linked_account_id, modified_at);
CREATE INDEX teams_page ON public.teams USING btree (linked_account_id, created_at, id);
CREATE UNIQUE INDEX teams_source_key ON public.teams USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE INDEX time_off_employee_id ON public.time_off USING btree (linked_account_id, employee_id);
CREATE INDEX time_off_modified ON public.time_off USING btree (linked_account_id, modified_at);
CREATE INDEX time_off_page ON public.time_off USING btree (linked_account_id, created_at, id);
CREATE UNIQUE INDEX time_off_source_key ON public.time_off USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE INDEX time_off_balances_employee_id ON public.time_off_balances USING btree (linked_account_id, employee_id);
CREATE INDEX time_off_balances_modified ON public.time_off_balances USING btree (linked_account_id, modified_at);
CREATE INDEX time_off_balances_page ON public.time_off_balances USING btree (linked_account_id, created_at, id);
CREATE UNIQUE INDEX time_off_balances_source_key ON public.time_off_balances USING btree (linked_account_id, source_key) WHERE (NOT remote_was_deleted);
CREATE INDEX webhook_deliveries_list ON public.webhook_deliveries USING btree (organization_id, created_at, id);
CREATE INDEX webhook_deliveries_of_endpoint ON public.webhook_deliveries USING btree (endpoint_id, created_at, id);
CREATE UNIQUE INDEX webhook_endpoint_secrets_current ON public.webhook_endpoint_secrets USING btree (endpoint_id) WHERE (expires_at IS NULL);
CREATE INDEX webhook_endpoint_secrets_of_endpoint ON public.webhook_endpoint_secrets USING btree (endpoint_id);
CREATE INDEX webhook_endpoints_list ON public.webhook_endpoints USING btree (organization_id, created_at, id);
CREATE INDEX webhook_receivers_of_endpoint ON public.webhook_receivers USING btree (endpoint_id);
CREATE INDEX webhook_replays_of_endpoint ON public.webhook_replays USING btree (endpoint_id);
CREATE INDEX webhook_replays_running ON public.webhook_replays USING btree (created_at) WHERE (state = 'running'::text);

create view delivery_attempts as
 SELECT webhook_deliveries.id AS delivery_id,
    webhook_deliveries.attempt_count AS attempt_number,
    webhook_deliveries.attempted_at AS started_at,
    webhook_deliveries.attempt_duration_ms AS duration_ms,
    webhook_deliveries.attempt_status_code AS status_code,
    webhook_deliveries.attempt_failure AS failure,
    webhook_deliveries.attempt_answer AS answer
   FROM webhook_deliveries
  WHERE (webhook_deliveries.attempted_at IS NOT NULL)
UNION ALL
 SELECT former_attempts.delivery_id,
    former_attempts.attempt_number,
    former_attempts.started_at,
    former_attempts.duration_ms,
    former_attempts.status_code,
    former_attempts.failure,
    former_attempts.answer
   FROM former_attempts;

CREATE OR REPLACE FUNCTION public.forget_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      delete from outbox_events where organization_id = old.id;
      return null;
    end $function$;
CREATE OR REPLACE FUNCTION public.forget_stage_base()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare
      base_run_id uuid;
    begin
      delete from stage_bases where linked_account_id = new.id returning sync_run_id into base_run_id;
      if base_run_id is null then
        return null;
      end if;
      delete from sync_stage where linked_account_id = new.id and sync_run_id = base_run_id;
      delete from sync_stage_contents c
       where c.linked_account_id = new.id
         and c.sync_run_id not in (
           select id from sync_runs where linked_account_id = new.id and state in ('queued', 'running', 'held'))
         and not exists (
           select from sync_stage s
            where s.linked_account_id = new.id and s.contents_run_id = c.sync_run_id
              and s.model = c.model and s.contents_ordinal = c.ordinal);
      return null;
    end $function$;
CREATE OR REPLACE FUNCTION public.forget_staged_rows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      delete from sync_stage where linked_account_id = old.id;
      delete from sync_stage_contents where linked_account_id = old.id;
      return null;
    end $function$;
CREATE OR REPLACE FUNCTION public.forget_what_came_of_outbox_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      execute 'delete from undispatched_events u using gone where u.occurred_at = gone.occurred_at and u.event_id = gone.id';
      execute 'delete from event_positions p using gone where p.event_id = gone.id';
      execute 'delete from pending_deliveries p using gone, webhook_deliveries d where d.event_id = gone.id and p.delivery_id = d.id';
      execute 'delete from webhook_deliveries d using gone where d.event_id = gone.id';
      return null;
    end $function$;
CREATE OR REPLACE FUNCTION public.forget_what_came_of_webhook_deliveries()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      execute 'delete from pending_deliveries p using gone where p.delivery_id = gone.id';
      execute 'delete from former_attempts a using gone where a.delivery_id = gone.id';
      return null;
    end $function$;
CREATE OR REPLACE FUNCTION public.forget_what_came_of_webhook_endpoints()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      execute 'delete from pending_deliveries p using gone where p.endpoint_id = gone.id';
      execute 'delete from webhook_deliveries d using gone where d.endpoint_id = gone.id';
      return null;
    end $function$;
CREATE OR REPLACE FUNCTION public.queue_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into undispatched_events select occurred_at, id from added;
      return null;
    end $function$;
CREATE OR REPLACE FUNCTION public.refuse_changed_consent()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'What somebody agreed to is not changed afterwards.';
    end $function$;

CREATE TRIGGER consents_stay_as_given BEFORE UPDATE ON public.consents FOR EACH ROW EXECUTE FUNCTION refuse_changed_consent();
CREATE TRIGGER stage_base_goes_too AFTER UPDATE OF status, scopes_version ON public.linked_accounts FOR EACH ROW WHEN ((((new.status = 'IDLE'::text) AND (old.status <> 'IDLE'::text)) OR (new.scopes_version <> old.scopes_version))) EXECUTE FUNCTION forget_stage_base();
CREATE TRIGGER staged_rows_go_too AFTER DELETE ON public.linked_accounts FOR EACH ROW EXECUTE FUNCTION forget_staged_rows();
CREATE TRIGGER events_go_too AFTER DELETE ON public.organizations FOR EACH ROW EXECUTE FUNCTION forget_events();
CREATE TRIGGER forget_what_came_of_outbox_events AFTER DELETE ON public.outbox_events REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_what_came_of_outbox_events();
CREATE TRIGGER queue_events AFTER INSERT ON public.outbox_events REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_events();
CREATE TRIGGER forget_what_came_of_webhook_deliveries AFTER DELETE ON public.webhook_deliveries REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_what_came_of_webhook_deliveries();
CREATE TRIGGER forget_what_came_of_webhook_endpoints AFTER DELETE ON public.webhook_endpoints REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_what_came_of_webhook_endpoints();
