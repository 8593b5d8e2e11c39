import type { FastifyInstance } from 'fastify';
import { ACCOUNT_COMPONENTS } from './accounts.ts';
import { ADMINISTRATION_COMPONENTS } from './administration.ts';
import { AccountPermission, Capability } from './capabilities.ts';
import { CHANGE_COMPONENTS } from './changes.ts';
import { Consent } from './consents.ts';
import { DATA_QUALITY_COMPONENTS } from './data-quality.ts';
import { EMPLOYER_PAGE_COMPONENTS } from './employer-page.ts';
import { DELIVERY_COMPONENTS } from './deliveries.ts';
import { ERASURE_COMPONENTS } from './erasure.ts';
import { FIELD_MAPPING_COMPONENTS } from './field-mappings.ts';
import { ISSUE_COMPONENTS } from './issues.ts';
import { LINK_SESSION_COMPONENTS } from './link-session.ts';
import { OPERATION_COMPONENTS } from './operations.ts';
import { Organization } from './organization.ts';
import { OVERRIDE_COMPONENTS } from './overrides.ts';
import { PASSTHROUGH_COMPONENTS } from './passthrough.ts';
import { Problem } from './problem.ts';
import { RECORD_COMPONENTS } from './records.ts';
import { SCOPE_COMPONENTS } from './scopes.ts';
import { SYNC_RUN_COMPONENTS } from './sync-runs.ts';
import { WEBHOOK_ENDPOINT_COMPONENTS } from './webhook-endpoints.ts';
import { WRITE_COMPONENTS } from './writes.ts';

/** Every schema that the document names. */
export function addComponents(app: FastifyInstance): void {
  const components = [
    Problem,
    Capability,
    AccountPermission,
    ...RECORD_COMPONENTS,
    ...ACCOUNT_COMPONENTS,
    ...ADMINISTRATION_COMPONENTS,
    ...WEBHOOK_ENDPOINT_COMPONENTS,
    ...DELIVERY_COMPONENTS,
    ...OPERATION_COMPONENTS,
    ...DATA_QUALITY_COMPONENTS,
    ...CHANGE_COMPONENTS,
    ...LINK_SESSION_COMPONENTS,
    Consent,
    Organization,
    ...OVERRIDE_COMPONENTS,
    ...SCOPE_COMPONENTS,
    ...SYNC_RUN_COMPONENTS,
    ...ISSUE_COMPONENTS,
    ...WRITE_COMPONENTS,
    ...FIELD_MAPPING_COMPONENTS,
    ...PASSTHROUGH_COMPONENTS,
    ...ERASURE_COMPONENTS,
    ...EMPLOYER_PAGE_COMPONENTS,
  ];
  for (const component of components) app.addSchema(component);
}
