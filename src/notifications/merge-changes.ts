import type { ChangeSummary } from '../db/schema/sync.ts';

/** What several runs changed together. */
export function mergeChanges(summaries: readonly ChangeSummary[]): ChangeSummary {
  const merged: ChangeSummary = { models: {}, lifecycle: {} };
  for (const { models, lifecycle } of summaries) {
    for (const [model, counts] of Object.entries(models)) {
      const sum = (merged.models[model] ??= { added: 0, updated: 0, deleted: 0, fields: {} });
      sum.added += counts.added;
      sum.updated += counts.updated;
      sum.deleted += counts.deleted;
      addCounts(sum.fields, counts.fields);
    }
    addCounts(merged.lifecycle, lifecycle);
  }
  return merged;
}

function addCounts(to: Record<string, number>, counts: Record<string, number>): void {
  for (const [name, count] of Object.entries(counts)) to[name] = (to[name] ?? 0) + count;
}
