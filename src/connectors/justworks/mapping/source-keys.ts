import { foldName } from '../../../hris/normalize/text.ts';

/** One snapshot is one company's. */
export const COMPANY_KEY = 'company';

/** People name their department and office, not its id, so the name is what holds them together. */
export function departmentKey(name: string): string {
  return `department:${foldName(name)}`;
}

export function officeKey(name: string): string {
  return `office:${foldName(name)}`;
}
