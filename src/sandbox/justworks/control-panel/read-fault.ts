import { invalidInput } from '../../../lib/app-error.ts';
import { isFaultName, kindOf, type ParameterType } from '../faults/fault-kinds.ts';

/** A fault as the form sends it: every value is a text, and a blank one is left out. */
export function readFault(form: Readonly<Record<string, string>>): Record<string, unknown> {
  const { fault, path, count } = form;
  if (!isFaultName(fault)) throw invalidInput('unknown_fault', 'There is no such fault.', '/fault');
  const parameters = Object.entries(kindOf(fault).parameters).flatMap(([name, type]): [string, unknown][] => {
    const text = form[name]?.trim();
    return text ? [[name, toValue(text, type, name)]] : [];
  });
  return {
    fault,
    ...(path?.trim() && { path: path.trim() }),
    ...(count?.trim() && { count: Number(count) }),
    ...Object.fromEntries(parameters),
  };
}

function toValue(text: string, type: ParameterType, name: string): unknown {
  if (type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  if (type !== 'object') return text;
  try {
    return JSON.parse(text);
  } catch {
    throw invalidInput('invalid_fault', `"${name}" must be JSON.`, `/${name}`);
  }
}
