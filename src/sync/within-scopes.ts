import type { HiddenFields } from '../hris/hidden-fields.ts';
import { USUAL_MODELS } from '../hris/record-tables.ts';
import type { SourceSummary } from '../hris/snapshot.ts';

/** What a reading says of the models that the account's scopes leave: of the others nothing was kept that could be told. */
export function withinScopes(summary: SourceSummary, { models }: HiddenFields): SourceSummary {
  if (models.size === 0) return summary;
  const failures = (summary.failures ?? [])
    .map((failure) => ({ ...failure, models: failure.models.filter((model) => !models.has(model)) }))
    .filter((failure) => failure.models.length > 0);
  return {
    ...summary,
    coveredModels: (summary.coveredModels ?? [...USUAL_MODELS]).filter((model) => !models.has(model)),
    ...(summary.failures && { failures }),
    ...(summary.coveredWindows && {
      coveredWindows: summary.coveredWindows.filter(({ model }) => !models.has(model)),
    }),
  };
}
