import type { ConnectorRegistry } from '../connectors/registry.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { SCOPE_FIELDS, SENSITIVE_SCOPE_FIELDS, type ModelName } from '../hris/scopes.ts';
import type { LinkedAccount } from './linked-accounts-store.ts';
import { isPassthroughAvailable } from './passthrough-available.ts';

// The contract wants a color for the partner's buttons; we hold none of the source's own artwork.
const COLOR = '#1f2937';
const CATEGORY = 'hris';

/** `integration` in the answer to an exchanged public token. */
export function toAccountIntegration(integration: { name: string; slug: string }) {
  return {
    name: integration.name,
    abbreviated_name: null,
    categories: [CATEGORY],
    image: null,
    square_image: null,
    color: COLOR,
    slug: integration.slug,
    api_endpoints_to_documentation_urls: {},
    webhook_setup_guide_url: null,
    category_beta_status: {},
  };
}

/** What a source is called, by its slug. */
export interface SourceNames {
  get(integration: string): { name: string };
}

export function toAccountDetails(account: LinkedAccount, connectors: SourceNames) {
  return {
    integration: connectors.get(account.integration).name,
    integration_slug: account.integration,
    ...toCommonDetails(account),
    instance_id: account.remote_company_id,
    instance_display_value: account.remote_company_name,
  };
}

function toCommonDetails(account: LinkedAccount) {
  return {
    id: account.id,
    category: CATEGORY,
    end_user_origin_id: account.end_user_origin_id,
    end_user_organization_name: account.end_user_organization_name,
    end_user_email_address: account.end_user_email_address,
    status: account.status,
    // The source sends us no webhooks, so there is nothing that listens.
    webhook_listener_url: null,
    // One account per origin id, by a unique key.
    is_duplicate: false,
    account_type: account.is_test_account ? 'TEST' : 'PRODUCTION',
    completed_at: account.completed_at && toApiTimestamp(account.completed_at),
  };
}

export function toAccountDetailsAndActions(account: LinkedAccount, connectors: ConnectorRegistry) {
  const { name, slug } = connectors.get(account.integration);
  return {
    ...toCommonDetails(account),
    status_detail: account.status_detail,
    subdomain: null,
    integration: {
      name,
      categories: [CATEGORY],
      image: null,
      square_image: null,
      color: COLOR,
      slug,
      ...toActions(account, connectors),
    },
    integration_specific_fields: null,
  };
}

/** What can be done with the account: every model that its way in can give is read, and none is written. */
export function toAvailableActions(account: LinkedAccount, connectors: ConnectorRegistry) {
  const { name, slug } = connectors.get(account.integration);
  return { integration: toAccountIntegration({ name, slug }), ...toActions(account, connectors) };
}

function toActions(account: LinkedAccount, connectors: ConnectorRegistry) {
  return {
    passthrough_available: isPassthroughAvailable(account, connectors),
    available_model_operations: readableModels(account, connectors).map(toModelOperation),
  };
}

/** What the account's way in can give at best, in the words of the API. */
function readableModels(account: LinkedAccount, connectors: ConnectorRegistry): string[] {
  const capabilities = connectors.get(account.integration).capabilitiesOf(account.connection_method);
  const models = new Set(capabilities.flatMap((capability) => capability.feeds));
  return [...models].map(toModelName).sort();
}

/** `employee_payroll_run` -> `EmployeePayrollRun` */
const toModelName = (model: string): string =>
  model.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Of the fields that a model has, those that need no word of their own to be read; which are known is up to the source. */
function toModelOperation(modelName: string) {
  const fields = SCOPE_FIELDS[modelName as ModelName] ?? [];
  const sensitive = SENSITIVE_SCOPE_FIELDS[modelName as ModelName] ?? [];
  return {
    model_name: modelName,
    available_operations: ['FETCH'],
    required_post_parameters: [],
    supported_fields: fields.filter((field) => !sensitive.includes(field)),
  };
}
