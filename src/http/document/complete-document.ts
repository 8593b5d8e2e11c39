import { addHeaders, HEADERS } from './answer-headers.ts';
import type { Answer, JsonSchema, OpenApiDocument, Operation, Parameter } from './document-types.ts';
import { componentOf, exampleOf } from '../../lib/examples/example-of.ts';
import { noteParameter } from './parameter-notes.ts';
import { problemAnswers, shareProblems } from './problem-answers.ts';
import { describeTags } from './tags.ts';

/**
 * Adds to the collected schemas what follows from them: notes and examples of parameters, examples of bodies and
 * answers, headers, shared error answers, tags. A new route gets all of it by itself. Changes the document in place.
 */
export function completeDocument(document: OpenApiDocument): OpenApiDocument {
  const { components } = document;
  for (const item of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      completeOperation(method, operation, components.schemas);
    }
  }
  document.tags = describeTags(new Set(operationsOf(document).flatMap(({ tags }) => tags)));
  document.paths = sortKeys(document.paths);
  components.schemas = sortKeys(components.schemas);
  components.headers = HEADERS;
  components.responses = problemAnswers();
  return document;
}

function operationsOf({ paths }: OpenApiDocument): Operation[] {
  return Object.values(paths).flatMap((item) => Object.values(item));
}

function completeOperation(method: string, operation: Operation, schemas: Record<string, JsonSchema>): void {
  const isRecordAnswer = method === 'get' && answersRecords(operation, schemas);
  if (isRecordAnswer) addConditional(operation);
  operation.parameters?.sort(byPlaceAndName);
  for (const parameter of operation.parameters ?? []) noteParameter(parameter);
  if (operation.requestBody) relax(operation.requestBody);
  for (const media of Object.values(operation.requestBody?.content ?? {})) {
    if (media.examples === undefined) media.example ??= exampleOf(media.schema, schemas);
  }
  shareProblems(operation);
  for (const answer of Object.values(operation.responses)) {
    if (!('$ref' in answer)) completeAnswer(answer, schemas);
  }
  addHeaders(operation, { isRecordAnswer });
}

/** A body that may be null is one that may be left out. */
function relax(body: NonNullable<Operation['requestBody']>): void {
  for (const media of Object.values(body.content)) {
    const choices = media.schema.anyOf?.filter(({ type }) => type !== 'null');
    if (choices === undefined || choices.length === media.schema.anyOf!.length) continue;
    body.required = false;
    media.schema = choices.length === 1 ? choices[0]! : { ...media.schema, anyOf: choices };
  }
}

function completeAnswer(answer: Answer, schemas: Record<string, JsonSchema>): void {
  if (answer.description === 'Default Response') answer.description = 'The answer.';
  const media = answer.content?.['application/json'];
  if (media && media.examples === undefined) media.example ??= exampleOf(media.schema, schemas);
}

/** A record or a page of records: what is asked for again and again, and carries how fresh it is. */
function answersRecords(operation: Operation, schemas: Record<string, JsonSchema>): boolean {
  const answer = operation.responses['200'];
  if (!answer || '$ref' in answer) return false;
  const schema = answer.content?.['application/json']?.schema;
  const one = schema?.properties?.['results']?.items ?? schema;
  return (
    one?.$ref !== undefined && componentOf(one.$ref, schemas).properties?.['remote_was_deleted'] !== undefined
  );
}

function addConditional(operation: Operation): void {
  operation.parameters = [
    ...(operation.parameters ?? []),
    { in: 'header', name: 'If-None-Match', schema: { type: 'string', examples: ['"5f2c8a"'] } },
  ];
  operation.responses['304'] ??= { description: 'Nothing changed since the `ETag` that was sent.' };
}

const PLACES = ['path', 'query', 'header'];

function byPlaceAndName(a: Parameter, b: Parameter): number {
  return PLACES.indexOf(a.in) - PLACES.indexOf(b.in) || (a.name < b.name ? -1 : 1);
}

function sortKeys<T>(object: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
