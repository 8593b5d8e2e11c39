import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { ConnectionMethod } from './link-session.ts';
import { Component, OneOf } from './parts.ts';

const Categories = Type.Array(Type.String());
const SyncWord = OneOf('SYNCING', 'DONE', 'FAILED', 'DISABLED', 'PAUSED', 'PARTIALLY_SYNCED');
export const AccountStatus = OneOf('COMPLETE', 'INCOMPLETE', 'RELINK_NEEDED', 'IDLE');
const closed = { additionalProperties: false };

const AccountIntegration = Type.Object(
  {
    name: Type.String(),
    abbreviated_name: Nullable(Type.String()),
    categories: Categories,
    image: Nullable(Type.String()),
    square_image: Nullable(Type.String()),
    color: Type.String(),
    slug: Type.String(),
    api_endpoints_to_documentation_urls: Type.Object({}),
    webhook_setup_guide_url: Nullable(Type.String()),
    category_beta_status: Type.Object({}),
  },
  { $id: 'AccountIntegration', ...closed },
);

export const AccountToken = Type.Object(
  { account_token: Type.String(), integration: Component(AccountIntegration), id: Uuid },
  { $id: 'AccountToken', ...closed },
);

export const RegenerateAccountToken = Type.Object(
  { linked_account_id: Uuid, account_token: Type.String() },
  { $id: 'RegenerateAccountToken', ...closed },
);

export const AccountDetails = Type.Object(
  {
    id: Uuid,
    integration: Type.String(),
    integration_slug: Type.String(),
    category: Type.String(),
    end_user_origin_id: Type.String(),
    end_user_organization_name: Nullable(Type.String()),
    end_user_email_address: Nullable(Type.String()),
    status: AccountStatus,
    webhook_listener_url: Nullable(Type.String()),
    is_duplicate: Nullable(Type.Boolean()),
    account_type: Type.String(),
    completed_at: Nullable(DateTime),
    instance_id: Nullable(Type.String({ description: "The source's own id of the company." })),
    instance_display_value: Nullable(Type.String({ description: "The company's name at the source." })),
  },
  { $id: 'AccountDetails', ...closed },
);

const ModelOperation = Type.Object(
  {
    model_name: Type.String(),
    available_operations: Type.Array(Type.String()),
    required_post_parameters: Type.Array(Type.String()),
    supported_fields: Type.Array(Type.String()),
  },
  { $id: 'ModelOperation', ...closed },
);

const AccountDetailsAndActionsIntegration = Type.Object(
  {
    name: Type.String(),
    categories: Categories,
    image: Nullable(Type.String()),
    square_image: Nullable(Type.String()),
    color: Type.String(),
    slug: Type.String(),
    passthrough_available: Type.Boolean(),
    available_model_operations: Type.Array(Component(ModelOperation)),
  },
  { $id: 'AccountDetailsAndActionsIntegration', ...closed },
);

export const AccountDetailsAndActions = Type.Object(
  {
    id: Uuid,
    category: Type.String(),
    status: AccountStatus,
    status_detail: Nullable(Type.String()),
    end_user_origin_id: Type.String(),
    end_user_organization_name: Nullable(Type.String()),
    end_user_email_address: Nullable(Type.String()),
    subdomain: Nullable(Type.String()),
    webhook_listener_url: Nullable(Type.String()),
    is_duplicate: Nullable(Type.Boolean()),
    integration: Component(AccountDetailsAndActionsIntegration),
    account_type: Type.String(),
    completed_at: Nullable(DateTime),
    integration_specific_fields: Nullable(Type.Object({})),
  },
  { $id: 'AccountDetailsAndActions', ...closed },
);

export const AvailableActions = Type.Object(
  {
    integration: Component(AccountIntegration),
    passthrough_available: Type.Boolean(),
    available_model_operations: Type.Array(Component(ModelOperation)),
  },
  { $id: 'AvailableActions', ...closed },
);

export const SyncStatusAnswer = Type.Object(
  {
    model_name: Type.String(),
    model_id: Type.String(),
    last_sync_start: Nullable(DateTime),
    next_sync_start: Nullable(DateTime),
    last_sync_result: Nullable(SyncWord),
    last_sync_finished: Nullable(DateTime),
    status: SyncWord,
    is_initial_sync: Type.Boolean(),
    selective_sync_configurations_usage: Nullable(Type.String()),
    data_fresh_as_of: Nullable(DateTime),
    sync_status_reason: Nullable(
      Type.String({ description: 'RATE_LIMITED: the source asked to be left alone for a while.' }),
    ),
  },
  { $id: 'SyncStatus', ...closed },
);

export const NotificationMode = OneOf('changes', 'daily', 'failures');
export const SyncInterval = Type.Integer({
  minimum: 600,
  maximum: 86_400,
  description: 'Seconds between two syncs: ten minutes to a day.',
});
const settings = {
  organization_head: Nullable(Type.String()),
  time_zone: Type.String(),
  sync_interval_seconds: SyncInterval,
  notification_addresses: Type.Array(Type.String()),
  notification_mode: NotificationMode,
  required_capabilities: Nullable(
    Type.Array(Type.String(), {
      description:
        'Capabilities whose permissions must be granted; null: those that the deployment requires.',
    }),
  ),
};

export const LinkedAccountSettings = Type.Object(
  { id: Uuid, ...settings },
  { $id: 'LinkedAccountSettings', ...closed },
);

const Failures = Type.Object(
  {
    consecutive: Type.Integer({ description: 'Runs that failed, one after another; 0: none does.' }),
    since: Nullable(DateTime),
    last_told: Nullable(Type.String({ description: 'Code and subject of the last `sync.failed`.' })),
    not_before: Nullable(DateTime),
    is_breaker_open: Type.Boolean({
      description: 'Only the schedule and a request start a sync; news of the source do not.',
    }),
  },
  { $id: 'LinkedAccountFailures', ...closed },
);

const Source = Type.Object(
  {
    is_left_alone: Type.Boolean({ description: 'It is away for many accounts; this one stays due.' }),
    since: Nullable(DateTime),
  },
  { $id: 'LinkedAccountSource', ...closed },
);

const OpenRun = Type.Object(
  { id: Uuid, state: OneOf('queued', 'running') },
  { $id: 'OpenSyncRun', ...closed },
);

export const LinkedAccount = Type.Object(
  {
    id: Uuid,
    integration: Type.String(),
    end_user_origin_id: Type.String(),
    end_user_organization_name: Nullable(Type.String()),
    end_user_email_address: Nullable(Type.String()),
    status: AccountStatus,
    status_detail: Nullable(Type.String()),
    connection_method: ConnectionMethod,
    is_test_account: Type.Boolean(),
    created_at: DateTime,
    completed_at: Nullable(DateTime),
    ...settings,
    next_sync_at: Nullable(DateTime),
    paused_at: Nullable(DateTime),
    data_fresh_as_of: Nullable(DateTime),
    open_run: Nullable(Component(OpenRun)),
    failures: Component(Failures),
    source: Component(Source),
  },
  { $id: 'LinkedAccount', ...closed },
);

export const SyncRequest = Type.Object(
  {
    id: Nullable(Uuid),
    state: OneOf('queued', 'running', 'waiting'),
    is_follow_up_requested: Type.Boolean({ description: 'A run is at work; one more follows it.' }),
    due_at: Nullable(DateTime),
    waits_for: Nullable(OneOf('source_asked_to_wait', 'source_away')),
  },
  { $id: 'SyncRequest', ...closed },
);

export const LinkToken = Type.Object(
  {
    link_token: Type.String(),
    integration_name: Nullable(Type.String()),
    magic_link_url: Nullable(Type.String()),
  },
  { $id: 'LinkToken', ...closed },
);

export const ACCOUNT_COMPONENTS = [
  AccountIntegration,
  AccountToken,
  RegenerateAccountToken,
  AccountDetails,
  ModelOperation,
  AccountDetailsAndActionsIntegration,
  AccountDetailsAndActions,
  AvailableActions,
  SyncStatusAnswer,
  LinkedAccountSettings,
  Failures,
  Source,
  OpenRun,
  LinkedAccount,
  SyncRequest,
  LinkToken,
];
