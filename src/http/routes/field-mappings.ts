import { Type, type Static } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { Nullable } from '../../hris/model/index.ts';
import {
  changeFieldMapping,
  createFieldMapping,
  deleteFieldMapping,
  listFieldMappings,
  MAX_EXPRESSION_LENGTH,
  tryOnStored,
  viewFieldMapping,
  type MappingWarning,
  type StoredMapping,
} from '../../mappings/index.ts';
import { notFound } from '../../lib/app-error.ts';
import { isUuid } from '../../lib/ids.ts';
import { actorOf, linkedAccountOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import {
  FieldMappingApiInstanceResponse,
  FieldMappingInstanceResponse,
  ModelName,
} from '../schemas/field-mappings.ts';
import { Component, problems } from '../schemas/parts.ts';

const tags = ['field mappings'];
const TRIED_RECORDS = 250;

const RemoteSource = {
  remote_field_traversal_path: Type.Array(Type.Union([Type.String({ maxLength: 200 }), Type.Integer()]), {
    maxItems: 20,
    description: 'Keys from the row to the value; numbers for places in lists.',
  }),
  remote_method: Type.String({ maxLength: 10, description: 'GET.' }),
  remote_url_path: Type.String({
    minLength: 1,
    maxLength: 500,
    description: 'As the `path` of `remote_data`.',
  }),
};
const JmesPath = Type.Optional(
  Nullable(
    Type.String({
      maxLength: MAX_EXPRESSION_LENGTH,
      description: 'A JMESPath expression over what the path leads to; empty: none.',
    }),
  ),
);

const CreateFieldMapping = Type.Object({
  target_field_name: Type.String({
    maxLength: 100,
    pattern: '^[A-Za-z0-9][A-Za-z0-9 _.-]*$',
    description: 'The name of your own under which records show the value.',
  }),
  target_field_description: Type.String({ maxLength: 500, description: 'For people.' }),
  ...RemoteSource,
  common_model_name: ModelName,
  jmes_path: JmesPath,
  is_organization_wide: Type.Optional(
    Type.Boolean({
      description: 'Ours: a new target is one of the organization, for all its linked accounts.',
    }),
  ),
});
const EditFieldMapping = Type.Object({
  remote_field_traversal_path: Type.Optional(RemoteSource.remote_field_traversal_path),
  remote_method: Type.Optional(RemoteSource.remote_method),
  remote_url_path: Type.Optional(RemoteSource.remote_url_path),
  common_model_name: Type.Optional(ModelName),
  jmes_path: JmesPath,
});
const MetadataQuery = Type.Object({
  exclude_remote_field_metadata: Type.Optional(
    Type.Boolean({ description: 'Leaves out what is known of the remote fields.' }),
  ),
});
const MappingParams = Type.Object({ field_mapping_id: Type.String({ description: 'The mapping’s id.' }) });
const answer = Component(FieldMappingInstanceResponse);

/** Fields of the source that records show under names of the partner's own. */
export function addFieldMappingRoutes(app: RouteApp, context: AppContext): void {
  addList(app, context);
  addCreate(app, context);
  addChange(app, context);
  addDelete(app, context);
}

function addList(app: RouteApp, context: AppContext): void {
  app.get(
    '/field-mappings',
    {
      config: { access: 'linked_account' },
      schema: {
        summary: 'List field mappings',
        description: 'The mappings of the linked account, by model.',
        tags,
        operationId: 'field-mappings_list',
        querystring: MetadataQuery,
        response: { 200: Component(FieldMappingApiInstanceResponse), ...problems(400, 401) },
      },
    },
    (request) => listFieldMappings(context, linkedAccountOf(request), toOptions(request.query)),
  );
}

function addCreate(app: RouteApp, context: AppContext): void {
  app.post(
    '/field-mappings',
    {
      config: { access: 'linked_account', role: 'operate' },
      schema: {
        summary: 'Create a field mapping',
        description:
          'The records show the value after the sync that is started for it, which reads everything.',
        tags,
        operationId: 'field-mappings_create',
        querystring: MetadataQuery,
        body: CreateFieldMapping,
        response: { 201: answer, ...problems(400, 401, 403, 409) },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const scope = linkedAccountOf(request);
      const mapping = await createFieldMapping(context, scope, {
        actor: actorOf(request),
        model: body.common_model_name,
        target: {
          name: body.target_field_name,
          description: body.target_field_description,
          isOrganizationWide: body.is_organization_wide ?? false,
        },
        source: {
          method: body.remote_method,
          urlPath: body.remote_url_path,
          traversalPath: body.remote_field_traversal_path,
          jmesPath: body.jmes_path || null,
        },
      });
      const warnings = await tryOnStored(context.db, scope, mapping, TRIED_RECORDS);
      void reply.status(201);
      return await toAnswer(context, scope, mapping, { warnings, ...request.query });
    },
  );
}

function addChange(app: RouteApp, context: AppContext): void {
  app.patch(
    '/field-mappings/:field_mapping_id',
    {
      config: { access: 'linked_account', role: 'operate' },
      schema: {
        summary: 'Change a field mapping',
        description: 'What is left out stays. The records follow with the sync that is started for it.',
        tags,
        operationId: 'field-mappings_partial_update',
        params: MappingParams,
        querystring: Type.Object({
          remote_data_iteration_count: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 1000,
              description:
                'On how many stored records the mapping is tried for `warnings`; 250 unless given.',
            }),
          ),
        }),
        body: EditFieldMapping,
        response: { 200: answer, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const scope = linkedAccountOf(request);
      const mapping = await changeFieldMapping(context, scope, mappingIdOf(request), {
        actor: actorOf(request),
        model: request.body.common_model_name,
        source: toSourceChange(request.body),
      });
      const count = request.query.remote_data_iteration_count ?? TRIED_RECORDS;
      const warnings = await tryOnStored(context.db, scope, mapping, count);
      return await toAnswer(context, scope, mapping, { warnings });
    },
  );
}

function addDelete(app: RouteApp, context: AppContext): void {
  app.delete(
    '/field-mappings/:field_mapping_id',
    {
      config: { access: 'linked_account', role: 'operate' },
      schema: {
        summary: 'Delete a field mapping',
        description:
          'Answers with what it was. The value leaves the records with the sync that is started for it; the target goes with the ' +
          'last mapping that names it.',
        tags,
        operationId: 'field-mappings_destroy',
        params: MappingParams,
        response: { 200: answer, ...problems(401, 403, 404) },
      },
    },
    async (request) => {
      const scope = linkedAccountOf(request);
      const mapping = await deleteFieldMapping(context, scope, mappingIdOf(request), actorOf(request));
      return await toAnswer(context, scope, mapping, { warnings: [] });
    },
  );
}

function mappingIdOf(request: { params: { field_mapping_id: string } }): string {
  const { field_mapping_id: id } = request.params;
  if (!isUuid(id)) throw notFound('field mapping');
  return id;
}

const toOptions = (query: Static<typeof MetadataQuery>) => ({
  isRemoteFieldLeftOut: query.exclude_remote_field_metadata ?? false,
});

function toSourceChange(body: Static<typeof EditFieldMapping>) {
  const { remote_method, remote_url_path, remote_field_traversal_path, jmes_path } = body;
  return {
    ...(remote_method !== undefined && { method: remote_method }),
    ...(remote_url_path !== undefined && { urlPath: remote_url_path }),
    ...(remote_field_traversal_path && { traversalPath: remote_field_traversal_path }),
    ...(jmes_path !== undefined && { jmesPath: jmes_path || null }),
  };
}

async function toAnswer(
  context: AppContext,
  scope: { organizationId: string; linkedAccountId: string },
  mapping: StoredMapping,
  { warnings, ...query }: Static<typeof MetadataQuery> & { warnings: readonly MappingWarning[] },
) {
  return {
    model: await viewFieldMapping(context, scope, mapping, toOptions(query)),
    warnings: warnings.map(({ code, detail, pointer }) => ({
      source: { pointer },
      title: 'Doubtful mapping',
      detail,
      problem_type: code,
    })),
    errors: [],
    logs: null,
  };
}
