import { MODEL_NAMES, RECORD_MODEL_NAMES, type ModelName } from '../hris/scopes.ts';
import type { RecordModel } from '../hris/record-tables.ts';

const STORED = new Map(
  Object.entries(RECORD_MODEL_NAMES).map(([model, name]) => [name, model as RecordModel]),
);

/** Undefined for a model that no source gives. */
export const findStoredModel = (name: ModelName): RecordModel | undefined => STORED.get(name);

/** An object of the contract: one list for each model, empty for what no source gives. */
export function byModelName<T>(listOf: (model: RecordModel) => T[]): Record<ModelName, T[]> {
  const entries = MODEL_NAMES.map((name) => {
    const model = findStoredModel(name);
    return [name, model ? listOf(model) : []] as const;
  });
  return Object.fromEntries(entries) as Record<ModelName, T[]>;
}
