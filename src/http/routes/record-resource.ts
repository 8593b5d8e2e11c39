import { Type, type TProperties, type TSchema } from 'typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppContext } from '../../app-context.ts';
import { getRecord } from '../../hris/get-record.ts';
import { listRecords, type RecordAnswer } from '../../hris/list-records.ts';
import type { RecordExtras } from '../../hris/present-records.ts';
import { pickFilters } from '../../hris/record-filters.ts';
import type { RecordOrder } from '../../hris/record-selection.ts';
import type { RecordModel } from '../../hris/record-tables.ts';
import { linkedAccountOf } from '../plugins/authentication.ts';
import { toTagged } from '../plugins/etag.ts';
import type { RouteApp } from '../route-app.ts';
import { Instant, List, OneOf, PageOf, pageQuery, problems, toPageRequest } from '../schemas/parts.ts';

/** What sets one model's two routes apart from the others'. */
export interface RecordResource {
  model: RecordModel;
  path: string;
  /** As in `List employees`. */
  plural: string;
  singular: string;
  answer: TSchema;
  /** Filters beside the standard ones; see hris/record-filters.ts. */
  filters: TProperties;
  expand: string[];
  /** Enum fields that can be asked for in the source's words. */
  enumOrigins: string[];
  hasSensitiveFields: boolean;
  /** Can be asked for as of a day; see hris/as-of.ts. */
  hasFormerStates?: boolean;
}

/** `GET /<path>` and `GET /<path>/{id}`. */
export function addRecordResource(app: RouteApp, context: AppContext, resource: RecordResource): void {
  const { model, path, plural, singular, answer } = resource;
  const retrieveQuery = retrieveParameters(resource);
  app.get(
    `/${path}`,
    {
      config: { access: 'linked_account' },
      schema: {
        summary: `List ${plural}`,
        tags: [plural],
        operationId: `${path}_list`,
        querystring: Type.Object({ ...standardParameters, ...retrieveQuery, ...resource.filters }),
        response: { 200: PageOf(answer), ...problems(400, 401) },
      },
    },
    async (request, reply) => {
      const query = request.query as RecordQuery;
      const { linkedAccountId, hiddenFields } = linkedAccountOf(request);
      const page = await listRecords(
        { db: context.db, vault: context.vault, cursorKey: context.secrets.cursorKey },
        {
          linkedAccountId,
          model,
          filters: pickFilters(model, query),
          isDeletedIncluded: query.include_deleted_data ?? false,
          order: query.order_by ?? 'created_at',
          asOf: query.as_of,
          extras: toExtras(query, hiddenFields),
          ...toPageRequest(query),
        },
      );
      return toAnswer(request, reply, page);
    },
  );
  app.get(
    `/${path}/:id`,
    {
      config: { access: 'linked_account' },
      schema: {
        summary: `Retrieve ${singular}`,
        tags: [plural],
        operationId: `${path}_retrieve`,
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object(retrieveQuery),
        response: { 200: answer, ...problems(400, 401, 404) },
      },
    },
    async (request, reply) => {
      const { linkedAccountId, hiddenFields } = linkedAccountOf(request);
      const query = request.query as RecordQuery;
      const record = await getRecord(context, {
        linkedAccountId,
        model,
        id: request.params.id,
        asOf: query.as_of,
        extras: toExtras(query, hiddenFields),
      });
      return toAnswer(request, reply, record);
    },
  );
}

/** The standard list parameters, as read out of the query. */
interface RecordQuery extends Record<string, unknown> {
  cursor?: string;
  page_size?: number;
  include_deleted_data?: boolean;
  include_remote_data?: boolean;
  include_sensitive_fields?: boolean;
  expand?: string[];
  show_enum_origins?: string[];
  remote_fields?: string[];
  order_by?: RecordOrder;
  as_of?: string;
}

export const standardParameters = {
  ...pageQuery,
  created_after: Type.Optional(Instant),
  created_before: Type.Optional(Instant),
  modified_after: Type.Optional(Instant),
  modified_before: Type.Optional(Instant),
  include_deleted_data: Type.Optional(Type.Boolean()),
  remote_id: Type.Optional(Type.String()),
};

export function retrieveParameters(
  resource: Pick<RecordResource, 'expand' | 'enumOrigins' | 'hasSensitiveFields' | 'hasFormerStates'>,
): TProperties {
  const { expand, enumOrigins, hasSensitiveFields, hasFormerStates } = resource;
  return {
    ...(hasFormerStates && { as_of: Type.Optional(AsOf) }),
    include_remote_data: Type.Optional(Type.Boolean()),
    include_shell_data: Type.Optional(
      Type.Boolean({ description: 'Without effect: there are no shell records.' }),
    ),
    ...(hasSensitiveFields && { include_sensitive_fields: Type.Optional(Type.Boolean()) }),
    ...(expand.length > 0 && { expand: Type.Optional(List(OneOf(...expand))) }),
    ...(enumOrigins.length > 0 && {
      show_enum_origins: Type.Optional(List(OneOf(...enumOrigins))),
      remote_fields: Type.Optional(List(OneOf(...enumOrigins))),
    }),
  };
}

/** Read by hand: what is wrong with it has codes of its own. */
const AsOf = Type.String({
  maxLength: 40,
  description:
    'A day, YYYY-MM-DD: answers with what was known at its end in the account’s time zone. Not for days to come.',
});

function toExtras(query: RecordQuery, hiddenFields: RecordExtras['hiddenFields']): RecordExtras {
  return {
    expand: query.expand ?? [],
    enumOrigins: [...(query.show_enum_origins ?? []), ...(query.remote_fields ?? [])],
    isRemoteDataIncluded: query.include_remote_data ?? false,
    areSensitiveFieldsIncluded: query.include_sensitive_fields ?? false,
    hiddenFields,
  };
}

/** The text is JSON already; a string passes the serializer untouched. */
function toAnswer(request: FastifyRequest, reply: FastifyReply, answer: RecordAnswer) {
  const { dataFreshAsOf, syncStatus } = answer.freshness;
  void reply.header('muster-sync-status', syncStatus);
  if (dataFreshAsOf !== null) void reply.header('muster-data-fresh-as-of', dataFreshAsOf);
  return toTagged(request, reply, answer);
}
