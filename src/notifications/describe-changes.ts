import type { ChangeSummary } from '../db/schema/sync.ts';

/** `1 employee`, `2 employees`, `2 companies`, `2 time off` */
export function countWords(count: number, word: string): string {
  return `${count} ${count === 1 ? word : toPlural(word)}`;
}

function toPlural(word: string): string {
  if (word === 'time off') return word;
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}

const toWords = (name: string): string => name.replaceAll('_', ' ');

/** What changed, in a line for the subject and a few for the text. */
export function describeChanges({ models, lifecycle }: ChangeSummary): {
  headline: string;
  paragraphs: string[];
} {
  const employees = models['employee'];
  return {
    headline: employees
      ? `employees: ${countChanges(employees)}`
      : `${countWords(Object.keys(models).length, 'kind')} of records changed`,
    paragraphs: [
      Object.entries(models).map(describeModel).join('\n'),
      ...(Object.keys(lifecycle).length > 0 ? [describeLifecycle(lifecycle)] : []),
    ],
  };
}

function describeModel([model, counts]: [string, ChangeSummary['models'][string]]): string {
  const fields = Object.entries(counts.fields).toSorted(([a], [b]) => a.localeCompare(b));
  const line = `- ${toPlural(toWords(model))}: ${countChanges(counts)}`;
  if (fields.length === 0) return line;
  return `${line}\n  fields: ${fields.map(([field, count]) => `${field} ${count}`).join(', ')}`;
}

function countChanges(counts: { added: number; updated: number; deleted: number }): string {
  return (['added', 'updated', 'deleted'] as const)
    .filter((change) => counts[change] > 0)
    .map((change) => `${counts[change]} ${change}`)
    .join(', ');
}

/** `employee.offboarding_scheduled` -> `offboarding scheduled` */
function describeLifecycle(lifecycle: Record<string, number>): string {
  const lines = Object.entries(lifecycle)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([type, count]) => `- ${toWords(type.split('.').at(-1)!)}: ${count}`);
  return ['Joining, moving and leaving:', ...lines].join('\n');
}
