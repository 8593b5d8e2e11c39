import { USUAL_MODELS, type RecordModel } from '../hris/record-tables.ts';
import type { ModelReading } from '../hris/model-coverage-store.ts';
import type { CoveredWindow, SourceSummary } from '../hris/snapshot.ts';

/** What a reading saw whole: in this, and only in this, what is missing is gone. */
export interface Coverage {
  models: ReadonlySet<RecordModel>;
  windows: readonly CoveredWindow[];
}

export function toCoverage(summary: SourceSummary): Coverage {
  return {
    models: new Set<RecordModel>(summary.coveredModels ?? USUAL_MODELS),
    windows: summary.coveredWindows ?? [],
  };
}

/** What the reading says of each model's freshness. */
export function toModelReading(summary: SourceSummary): ModelReading {
  const failed = (summary.failures ?? []).flatMap(({ code, models }) =>
    models.map((model) => [model, code] as const),
  );
  return { covered: toCoverage(summary).models, failed: new Map(failed), asked: summary.askedModels };
}
