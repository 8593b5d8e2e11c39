import { Type, type TSchema } from 'typebox';
import { MODEL_NAMES } from '../../hris/scopes.ts';
import { Nullable, Uuid } from '../../hris/model/index.ts';
import { Component, OneOf } from './parts.ts';
import { writeEnvelope } from './writes.ts';

const closed = { additionalProperties: false };
const JsonSchema = Type.Record(Type.String(), Type.Unknown(), {
  description: 'A JSON schema of the values; empty where none was seen.',
});

export const ModelName = OneOf(...MODEL_NAMES);

const RemoteEndpointInfo = Type.Object(
  {
    method: Type.String(),
    url_path: Type.String({ description: 'As the `path` of `remote_data`.' }),
    field_traversal_path: Type.Array(Type.String(), { description: 'Keys from the row to the value.' }),
  },
  { $id: 'RemoteEndpointInfo', ...closed },
);

const FieldMappingApiInstance = Type.Object(
  {
    id: Uuid,
    is_integration_wide: Type.Boolean({ description: 'Always false: a mapping is of one linked account.' }),
    target_field: Type.Object(
      {
        name: Type.String(),
        description: Type.String(),
        is_organization_wide: Type.Boolean(),
      },
      closed,
    ),
    remote_field: Type.Object(
      {
        remote_key_name: Nullable(Type.String()),
        schema: Nullable(JsonSchema),
        remote_endpoint_info: Component(RemoteEndpointInfo),
      },
      closed,
    ),
    jmes_path: Nullable(Type.String()),
  },
  { $id: 'FieldMappingApiInstance', ...closed },
);

export const FieldMappingInstanceResponse = Type.Object(
  { model: Component(FieldMappingApiInstance), ...writeEnvelope },
  { $id: 'FieldMappingInstanceResponse', ...closed },
);

const AdvancedMetadata = Type.Object(
  {
    id: Type.String(),
    display_name: Nullable(Type.String()),
    description: Nullable(Type.String()),
    is_required: Nullable(Type.Boolean()),
    is_custom: Nullable(Type.Boolean()),
    field_choices: Nullable(Type.Array(Type.Unknown())),
  },
  { $id: 'AdvancedMetadata', ...closed },
);

const RemoteFieldApi = Type.Object(
  {
    schema: JsonSchema,
    remote_key_name: Type.String(),
    remote_endpoint_info: Component(RemoteEndpointInfo),
    example_values: Nullable(Type.Array(Type.Unknown(), { description: 'Null unless asked for.' })),
    advanced_metadata: Nullable(Component(AdvancedMetadata)),
    coverage: Nullable(
      Type.Number({ description: 'The share of the records looked at that have a value there, 0 to 1.' }),
    ),
  },
  { $id: 'RemoteFieldApi', ...closed },
);

const ExternalTargetFieldApi = Type.Object(
  { name: Type.String(), description: Type.String(), is_mapped: OneOf('true', 'false') },
  { $id: 'ExternalTargetFieldApi', ...closed },
);

/** One list for each model, by its name. */
const listsByModel = (item: TSchema, $id: string) =>
  Type.Object(Object.fromEntries(MODEL_NAMES.map((name) => [name, Type.Array(Component(item))])), {
    $id,
    ...closed,
  });

export const FieldMappingApiInstanceResponse = listsByModel(
  FieldMappingApiInstance,
  'FieldMappingApiInstanceResponse',
);
export const RemoteFieldApiResponse = listsByModel(RemoteFieldApi, 'RemoteFieldApiResponse');
export const ExternalTargetFieldApiResponse = listsByModel(
  ExternalTargetFieldApi,
  'ExternalTargetFieldApiResponse',
);

export const FIELD_MAPPING_COMPONENTS: TSchema[] = [
  RemoteEndpointInfo,
  FieldMappingApiInstance,
  FieldMappingInstanceResponse,
  AdvancedMetadata,
  RemoteFieldApi,
  ExternalTargetFieldApi,
  FieldMappingApiInstanceResponse,
  RemoteFieldApiResponse,
  ExternalTargetFieldApiResponse,
];
