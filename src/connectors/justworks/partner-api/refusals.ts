import { ConnectorError } from '../../errors.ts';
import type { ApiDescription } from './api-schema.ts';
import { unexpected, type ApiAnswer } from './exchange.ts';
import { readShape } from './read-shape.ts';
import { findCapabilityOfScope } from './scopes.ts';

/**
 * What a 403 says. The source documents it for a token without the scope; a page instead of JSON comes from somebody
 * else on the way.
 */
export function toRefusal(description: ApiDescription, answer: ApiAnswer, subject: string): ConnectorError {
  if (answer.json === undefined)
    return unexpected('The source refuses with a page instead of JSON.', subject);
  const { code, scope } = readShape(description, 'error', answer.json, subject);
  if (code !== null && description.words.companyInactive.includes(code))
    return new ConnectorError('company_left', 'The company is no longer active at the source.', { subject });
  return new ConnectorError('permission_missing', 'The grant lacks a scope.', {
    subject: findCapabilityOfScope(scope) ?? subject,
  });
}
