import { invalidInput } from '../../../lib/app-error.ts';
import type { Permission } from '../access/permissions.ts';
import type { EdgeDates } from '../reports/edge-dates.ts';
import { DEMANDABLE_FIELDS } from '../site/invitation-fields.ts';
import { isFaultName, kindOf, type FaultName, type ParameterType } from './fault-kinds.ts';

/** What is wished for: the fault, where, for how many requests (until cleared when absent), and its parameters. */
export interface FaultInput {
  fault: FaultName;
  /** Start of the path of the pages it applies to. */
  path?: string | undefined;
  count?: number | undefined;
  retryAfter?: number;
  delayMs?: number;
  method?: 'GET' | 'POST';
  status?: number;
  answer?: 'redirect' | 'login_page';
  name?: string;
  bytes?: number;
  honestLength?: boolean;
  contentType?: string;
  column?: string;
  value?: string;
  from?: string;
  to?: string;
  ratio?: number;
  workEmail?: string;
  /** Column name to the value that the copy has there. */
  change?: Record<string, string>;
  encoding?: 'utf-16le' | 'latin1';
  dates?: EdgeDates;
  permission?: Permission;
  /** Names with commas between. */
  fields?: string;
}

export interface Fault extends FaultInput {
  id: string;
  path: string;
  /** Requests it is still good for; null: until cleared. */
  remaining: number | null;
}

/** @throws AppError when the fault, a parameter or its type is unknown: a misspelt fault would prove nothing. */
export function parseFault(input: Readonly<Record<string, unknown>>): FaultInput {
  const { fault, path, count, ...parameters } = input;
  if (!isFaultName(fault)) throw invalidInput('unknown_fault', 'There is no such fault.', '/fault');
  const kind = kindOf(fault);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && !fits(value, kind.parameters[name])) {
      throw invalidInput('invalid_fault', `The fault ${fault} takes no such "${name}".`, `/${name}`);
    }
  }
  const missing = kind.required?.find((name) => parameters[name] === undefined);
  if (missing) throw invalidInput('invalid_fault', `The fault ${fault} needs "${missing}".`, `/${missing}`);
  assertFieldsAreKnown(parameters['fields']);
  if (path !== undefined && (typeof path !== 'string' || !path.startsWith('/'))) {
    throw invalidInput('invalid_fault', 'A path starts with a slash.', '/path');
  }
  if (count !== undefined && !(Number.isInteger(count) && Number(count) > 0)) {
    throw invalidInput('invalid_fault', 'A count is a whole number above 0.', '/count');
  }
  return input as unknown as FaultInput;
}

function fits(value: unknown, parameter: ParameterType | undefined): boolean {
  return Array.isArray(parameter) ? parameter.includes(value) : typeof value === parameter;
}

function assertFieldsAreKnown(fields: unknown): void {
  const names = typeof fields === 'string' ? fields.split(',').map((name) => name.trim()) : [];
  const unknown = names.find((name) => !DEMANDABLE_FIELDS.includes(name));
  if (unknown !== undefined) {
    throw invalidInput('invalid_fault', `An invitation can't demand "${unknown}".`, '/fields');
  }
}
