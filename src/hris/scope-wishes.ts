import { invalidInput } from '../lib/app-error.ts';
import {
  MODEL_NAMES,
  NEEDED_FIELDS,
  orderScopes,
  PERSONAL_MODELS,
  plainFields,
  SCOPE_FIELDS,
  type ModelName,
  type Scopes,
} from './scopes.ts';
import { baseProperties } from './model/index.ts';

/** What somebody asks for of one model; what is left out stays as it is. */
export interface ScopeWish {
  /** `Employee` or `hris.Employee`. */
  model: string;
  isEnabled?: boolean | undefined;
  enabledFields?: readonly string[] | undefined;
  disabledFields?: readonly string[] | undefined;
  /** Where the wish stands in the request, for errors. */
  pointer: string;
}

/**
 * The scopes with the wishes in them. A model that was disabled comes back with the fields of `fallback`, or all that is not sensitive.
 * @throws AppError invalid_input `scope_model_unknown`, `scope_field_unknown`, `scope_field_needed`, `scope_contradiction`,
 * each naming what it is about
 */
export function applyWishes(scopes: Scopes, wishes: readonly ScopeWish[], fallback: Scopes): Scopes {
  const wished: Partial<Record<ModelName, readonly string[]>> = { ...scopes };
  for (const wish of wishes) {
    const name = toModelName(wish);
    const fields = toFields(name, wish, wished[name], fallback[name] ?? plainFields(name));
    if (fields) wished[name] = fields;
    else delete wished[name];
  }
  if (wished.Employee) return orderScopes(wished);
  assertNobodysRecords(wishes);
  for (const name of PERSONAL_MODELS) delete wished[name];
  return orderScopes(wished);
}

function toModelName({ model, pointer }: ScopeWish): ModelName {
  const name = model.replace(/^hris\./, '');
  if (MODEL_NAMES.some((known) => known === name)) return name as ModelName;
  throw invalidInput('scope_model_unknown', `There is no model ${quote(model)}.`, pointer);
}

/** Undefined: the model is disabled. */
function toFields(
  name: ModelName,
  wish: ScopeWish,
  before: readonly string[] | undefined,
  fallback: readonly string[],
): readonly string[] | undefined {
  assertFieldsKnown(name, wish);
  if (!(wish.isEnabled ?? before !== undefined)) return undefined;
  const { enabledFields = [], disabledFields = [] } = wish;
  return [...(before ?? fallback), ...enabledFields].filter((field) => !disabledFields.includes(field));
}

function assertFieldsKnown(name: ModelName, wish: ScopeWish): void {
  const { enabledFields = [], disabledFields = [], pointer } = wish;
  for (const field of [...enabledFields, ...disabledFields]) {
    if (SCOPE_FIELDS[name].includes(field)) continue;
    if (field in baseProperties && !disabledFields.includes(field)) continue;
    if (field in baseProperties) throw needed(name, field, pointer);
    throw invalidInput('scope_field_unknown', `${name} has no field ${quote(field)}.`, pointer);
  }
  const both = enabledFields.find((field) => disabledFields.includes(field));
  if (both !== undefined) {
    throw invalidInput('scope_contradiction', `${name}.${both} can't be enabled and disabled.`, pointer);
  }
  const lost = disabledFields.find((field) => NEEDED_FIELDS[name]?.includes(field));
  if (lost !== undefined && wish.isEnabled !== false) throw needed(name, lost, pointer);
}

function needed(name: ModelName, field: string, pointer: string) {
  return invalidInput(
    'scope_field_needed',
    `${name}.${field} can't be disabled by itself: no record of the model can be kept without it.`,
    pointer,
  );
}

function assertNobodysRecords(wishes: readonly ScopeWish[]): void {
  const wish = wishes.find(
    (one) => one.isEnabled === true && PERSONAL_MODELS.some((name) => one.model.endsWith(name)),
  );
  if (!wish) return;
  throw invalidInput(
    'scope_contradiction',
    `${toModelName(wish)} can't be enabled without Employee: its records belong to people.`,
    wish.pointer,
  );
}

/** Of what a caller wrote, no more than a name could be. */
const quote = (text: string): string => JSON.stringify(text.slice(0, 60));
