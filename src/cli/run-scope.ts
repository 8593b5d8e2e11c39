import type { RunScope } from '../sync/index.ts';
import { invalidInput } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';

/** Whose runs a command is about. @throws AppError invalid_input */
export function toRunScope(organization: string | undefined): RunScope {
  if (organization === undefined) return 'deployment';
  return { organizationId: toUuid('--organization', organization) };
}

/** @throws AppError invalid_input */
export function toUuid(option: string, value: string): string {
  if (!isUuid(value)) throw invalidInput('id_malformed', `${option} must be an id.`);
  return value;
}
