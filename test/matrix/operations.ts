import type { JsonSchema, OpenApiDocument, Operation } from '../../src/http/document/document-types.ts';
import { buildOpenApi } from '../../src/http/openapi.ts';

export interface DocumentedOperation extends Operation {
  /** `GET /api/hris/v1/employees` */
  name: string;
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
}

export const document = (await buildOpenApi()) as OpenApiDocument;

/** Every operation of the document: all of the matrix is derived from these. */
export const operations: DocumentedOperation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase() as DocumentedOperation['method'],
    path,
  })),
);

export type Access =
  'organization' | 'linked_account' | 'link_session' | 'employer_page' | 'inbound_mail' | 'public';

export function accessOf(operation: DocumentedOperation): Access {
  return operation['x-muster-access'] as Access;
}

/** Null where something else than JSON is taken, or no body at all. */
export function bodySchemaOf(operation: DocumentedOperation): JsonSchema | null {
  const content = operation.requestBody?.content ?? {};
  const types = Object.keys(content);
  return types.length === 1 && types[0] === 'application/json'
    ? resolveSchema(content[types[0]]!.schema)
    : null;
}

export function exampleBodyOf(operation: DocumentedOperation): unknown {
  return operation.requestBody?.content['application/json']?.example;
}

export function resolveSchema(schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  return document.components.schemas[schema.$ref.replace('#/components/schemas/', '')]!;
}

/** What the path's parameter names: the table whose ids stand there. Undefined: it is no id. */
export function tableOfPathParameter(path: string, name: string): string | undefined {
  if (name === 'run_id') return 'sync_runs';
  if (!/(^|_)id$/.test(name)) return undefined;
  const segment = path.split(`/{${name}}`)[0]!.split('/').at(-1)!;
  return TABLES[segment] ?? segment.replaceAll('-', '_');
}

const TABLES: Record<string, string> = {
  deliveries: 'webhook_deliveries',
  'held-messages': 'inbound_messages',
  ignore: 'employees',
  'async-passthrough': 'passthrough_receipts',
};
