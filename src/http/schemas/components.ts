import type { FastifyInstance } from 'fastify';
import { ACCOUNT_COMPONENTS } from './accounts.ts';
import { Capability } from './capabilities.ts';
import { CHANGE_COMPONENTS } from './changes.ts';
import { DATA_QUALITY_COMPONENTS } from './data-quality.ts';
import { LINK_SESSION_COMPONENTS } from './link-session.ts';
import { OPERATION_COMPONENTS } from './operations.ts';
import { OVERRIDE_COMPONENTS } from './overrides.ts';
import { Problem } from './problem.ts';
import { RECORD_COMPONENTS } from './records.ts';
import { SYNC_RUN_COMPONENTS } from './sync-runs.ts';

/** Every schema that the document names. */
export function addComponents(app: FastifyInstance): void {
  const components = [
    Problem,
    Capability,
    ...RECORD_COMPONENTS,
    ...ACCOUNT_COMPONENTS,
    ...OPERATION_COMPONENTS,
    ...DATA_QUALITY_COMPONENTS,
    ...CHANGE_COMPONENTS,
    ...LINK_SESSION_COMPONENTS,
    ...OVERRIDE_COMPONENTS,
    ...SYNC_RUN_COMPONENTS,
  ];
  for (const component of components) app.addSchema(component);
}
