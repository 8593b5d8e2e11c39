import { fitsExactly, type DocumentedApi } from './exact-schema.ts';

interface AnswerParts {
  status: number;
  text: string;
  json: unknown;
}

/** Refused before any route is found, so at any address. */
const OF_THE_ROUTER = [404, 414, 431];

/**
 * What is wrong with an answer by the document: a status that its operation does not name, or a body that is not exactly
 * of the schema. Null: nothing, or the address is of no operation.
 */
export function findUndocumented(
  document: DocumentedApi,
  request: { method: string; url: string },
  answer: AnswerParts,
): string | null {
  const operation = operationAt(document, request);
  if (!operation) return null;
  const name = `${request.method} ${request.url.slice(0, 200)}`;
  const response = resolve(document, operation.responses[String(answer.status)]);
  if (!response) {
    return OF_THE_ROUTER.includes(answer.status) ? null : `${name} does not document ${answer.status}`;
  }
  const schema = response.content?.['application/json']?.schema;
  if (!schema || answer.json === undefined) return null;
  return fitsExactly(document, schema, answer.json)
    ? null
    : `${name} -> ${answer.status} ${answer.text.slice(0, 2000)} is not what the document says`;
}

interface Response {
  $ref?: string;
  content?: Record<string, { schema: object }>;
}
interface Operation {
  responses: Record<string, Response>;
}

const patterns = new WeakMap<object, { pattern: RegExp; methods: Record<string, Operation> }[]>();

function operationAt(
  { paths }: DocumentedApi,
  request: { method: string; url: string },
): Operation | undefined {
  const known =
    patterns.get(paths) ??
    Object.entries(paths)
      // What is spelt out goes before what is a parameter.
      .toSorted(([a], [b]) => a.split('{').length - b.split('{').length)
      .map(([path, methods]) => ({
        pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
        methods: methods as Record<string, Operation>,
      }));
  patterns.set(paths, known);
  const [address = ''] = request.url.split('?');
  const path = address.replace(/^\/hris\//, '/api/hris/');
  return known.find(({ pattern }) => pattern.test(path))?.methods[request.method.toLowerCase()];
}

function resolve({ components }: DocumentedApi, response: Response | undefined): Response | undefined {
  if (response?.$ref === undefined) return response;
  const name = response.$ref.replace('#/components/responses/', '');
  return (components.responses as Record<string, Response>)[name];
}
