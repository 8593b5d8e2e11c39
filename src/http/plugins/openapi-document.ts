import swagger from '@fastify/swagger';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { describeAccess, SECURITY, SECURITY_SCHEMES } from '../document/access.ts';
import { commonProblems, isIdempotent } from '../document/common-answers.ts';
import { completeDocument } from '../document/complete-document.ts';
import type { OpenApiDocument } from '../document/document-types.ts';

const DESCRIPTION = `The unified HRIS API. Everything under \`/api/hris/v1\` is served under \`/hris/v1\` as well, and
unknown query parameters and body fields are ignored.

Every call but those of the modal and of the operators carries an API key; those about one employer carry the token of
its linked account beside it. Lists answer in pages: go on with \`next\` until it is null. Every documented field is in
every answer, \`null\` where it is unknown. Every error has the same shape; \`problem_type\` is the stable code to decide
by, the texts are for people.`;

/** Collects the routes' schemas; `app.swagger()` gives the document once the app is ready. */
export function addOpenApiDocument(app: FastifyInstance): void {
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Muster', version: '1.0.0', description: DESCRIPTION },
      servers: [{ url: '/', description: 'The deployment that serves this page.' }],
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `schema-${index}`,
    },
    transform: ({ schema, url, route }) => ({ url, schema: completeSchema(schema ?? {}, url, route) }),
    transformObject: (collected) =>
      completeDocument((collected as { openapiObject: unknown }).openapiObject as OpenApiDocument) as never,
  });
}

type RouteSchema = NonNullable<RouteOptions['schema']>;

/** What follows from who may call the route and how. */
function completeSchema(schema: RouteSchema, url: string, route: RouteOptions): RouteSchema {
  const access = route.config?.access ?? 'public';
  const role = route.config?.role;
  return {
    ...schema,
    // The same handlers at a second address; the description says so once.
    hide: schema.hide ?? url.startsWith('/hris/v1'),
    description: [schema.description, describeAccess(access, role)].filter(Boolean).join('\n\n'),
    security: SECURITY[access],
    ...(isIdempotent(route) && { headers: IDEMPOTENCY_KEY }),
    response: { ...commonProblems(route), ...(schema.response as object) },
    ...{ 'x-muster-access': access, 'x-muster-role': role },
  };
}

const IDEMPOTENCY_KEY = {
  type: 'object',
  properties: { 'Idempotency-Key': { type: 'string', maxLength: 255 } },
};
