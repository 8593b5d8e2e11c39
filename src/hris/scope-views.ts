import { MODEL_NAMES, SCOPE_FIELDS, type ModelName, type Scopes } from './scopes.ts';

/** One model's scopes as the API says them. */
export interface ScopeView {
  model_name: ModelName;
  model_permissions: { READ: { is_enabled: boolean }; WRITE: { is_enabled: boolean } };
  field_permissions: { enabled_fields: string[]; disabled_fields: string[] };
}

/** Every model of the contract, enabled or not. Nothing is ever written to a source. */
export function toScopeViews(scopes: Scopes): ScopeView[] {
  return MODEL_NAMES.map((name) => ({
    model_name: name,
    model_permissions: { READ: { is_enabled: scopes[name] !== undefined }, WRITE: { is_enabled: false } },
    field_permissions: {
      enabled_fields: [...(scopes[name] ?? [])],
      disabled_fields: SCOPE_FIELDS[name].filter((field) => !scopes[name]?.includes(field)),
    },
  }));
}
