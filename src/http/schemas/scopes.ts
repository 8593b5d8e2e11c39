import { Type, type Static } from 'typebox';
import type { ScopeWish } from '../../hris/scope-wishes.ts';
import { Nullable } from '../../hris/model/index.ts';
import { Component, OneOf } from './parts.ts';

const closed = { additionalProperties: false };
const Permission = Type.Object({ is_enabled: Type.Boolean() }, closed);

const ModelScope = Type.Object(
  {
    model_name: Type.String({ description: 'As in `Employee`.' }),
    model_permissions: Type.Object(
      { READ: Permission, WRITE: Permission },
      { ...closed, description: 'WRITE is never enabled: nothing is written to a source.' },
    ),
    field_permissions: Type.Object(
      { enabled_fields: Type.Array(Type.String()), disabled_fields: Type.Array(Type.String()) },
      closed,
    ),
  },
  { $id: 'IndividualCommonModelScope', ...closed },
);

/** What may be read: every model of the API, enabled or not. */
export const CommonModelScopes = Type.Object(
  { common_models: Type.Array(Component(ModelScope)) },
  { $id: 'CommonModelScopeApi', ...closed },
);

export const SCOPE_COMPONENTS = [ModelScope, CommonModelScopes];

const Fields = (description: string) =>
  Type.Optional(Nullable(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200, description })));

/** As callers write one model's scopes. What is left out stays as it is. */
export const ModelScopeRequest = Type.Object({
  model_name: Type.String({ maxLength: 100, description: 'As in `Employee` or `hris.Employee`.' }),
  model_permissions: Type.Optional(
    Nullable(
      Type.Object({
        READ: Type.Optional(Nullable(Type.Object({ is_enabled: Type.Optional(Nullable(Type.Boolean())) }))),
      }),
    ),
  ),
  field_permissions: Type.Optional(
    Nullable(
      Type.Object({
        enabled_fields: Fields('Fields to read beside those that are read.'),
        disabled_fields: Fields('Fields not to read.'),
      }),
    ),
  ),
});

/** The older way to say it, in link tokens. */
export const ModelActionsRequest = Type.Object({
  model_id: Type.String({ maxLength: 100, description: 'As in `hris.Employee`.' }),
  enabled_actions: Type.Optional(
    Nullable(
      Type.Array(OneOf('READ', 'WRITE'), {
        description: 'Without READ the model is not read; WRITE is without effect.',
      }),
    ),
  ),
  disabled_fields: Fields('Fields not to read.'),
});

export function toScopeWish(request: Static<typeof ModelScopeRequest>, pointer: string): ScopeWish {
  const { model_name, model_permissions, field_permissions } = request;
  return {
    model: model_name,
    isEnabled: model_permissions?.READ?.is_enabled ?? undefined,
    enabledFields: field_permissions?.enabled_fields ?? undefined,
    disabledFields: field_permissions?.disabled_fields ?? undefined,
    pointer,
  };
}

export function toActionWish(request: Static<typeof ModelActionsRequest>, pointer: string): ScopeWish {
  const { model_id, enabled_actions, disabled_fields } = request;
  return {
    model: model_id,
    isEnabled: enabled_actions?.includes('READ'),
    disabledFields: disabled_fields ?? undefined,
    pointer,
  };
}
