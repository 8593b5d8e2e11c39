import type { FastifyInstance } from 'fastify';
import { ACCOUNT_COMPONENTS } from './accounts.ts';
import { LINK_SESSION_COMPONENTS } from './link-session.ts';
import { OPERATION_COMPONENTS } from './operations.ts';
import { Problem } from './problem.ts';
import { RECORD_COMPONENTS } from './records.ts';

/** Every schema that the document names. */
export function addComponents(app: FastifyInstance): void {
  const components = [
    Problem,
    ...RECORD_COMPONENTS,
    ...ACCOUNT_COMPONENTS,
    ...OPERATION_COMPONENTS,
    ...LINK_SESSION_COMPONENTS,
  ];
  for (const component of components) app.addSchema(component);
}
