import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectDocumented } from '../integration/http/harness.ts';
import { send } from './calls.ts';
import type { Answer, Header, Reference } from '../../src/http/document/document-types.ts';
import { document, operations, type DocumentedOperation } from './operations.ts';
import { NEVER_FOUND, SEEN_ELSEWHERE, toSoundCall } from './sound-calls.ts';
import { createWorld, type World } from './world.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');
const here = operations.filter(
  ({ operationId }) => SEEN_ELSEWHERE[operationId] === undefined && !NEVER_FOUND.includes(operationId),
);

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

it.each(here)('$name answers as the document says, field by field', async ({ name }) => {
  const operation = operations.find((one) => one.name === name)!;
  const { who, call } = await toSoundCall(world, operation);
  const answer = await send(world, operation, who, call);
  expect(answer.status, answer.text).toBeLessThan(300);
  const documented = responseOf(operation, answer.status);
  if (documented.content?.['application/json']) expectDocumented(answer, operation.method, operation.path);
  // An empty list would fit whatever the document says of its rows.
  const isAlwaysEmpty = NEVER_FOUND.includes(operation.operationId.replace('_list', '_retrieve'));
  if (answer.json?.results && !isAlwaysEmpty) expect(answer.json.results).not.toEqual([]);
  else
    expect(documented.content === undefined ? answer.text : 'a text').toBe(
      documented.content ? 'a text' : '',
    );
  expectHeaders(documented, answer.headers);
  if (operation.responses['304']) await expectUnchanged(operation, answer.headers);
});

const generous = here.filter((operation) => Object.keys(everythingOf(operation)).length > 0);

it.each(generous)('$name answers so with everything that can be asked for, too', async ({ name }) => {
  const operation = operations.find((one) => one.name === name)!;
  const answer = await send(world, operation, world.own, { query: everythingOf(operation) });
  expectDocumented(answer, operation.method, operation.path);
});

/** Every relation, every word of the source, every kind of record. */
function everythingOf(operation: DocumentedOperation): Record<string, string> {
  const asked = (operation.parameters ?? []).flatMap(({ name, schema }): [string, string][] => {
    if (/^(include|exclude)_/.test(name)) return [[name, 'true']];
    const words = schema.items?.enum as string[] | undefined;
    return words && /^(expand|show_enum_origins|remote_fields)$/.test(name) ? [[name, words.join(',')]] : [];
  });
  return operation.method === 'GET' ? Object.fromEntries(asked) : {};
}

it.each(Object.entries(SEEN_ELSEWHERE))('%s is looked at in %s', (operationId, file) => {
  const operation = operations.find((one) => one.operationId === operationId);
  expect(operation, `${operationId} is documented`).toBeDefined();
  const text = readFileSync(path.join(projectRoot, file), 'utf8');
  expect(text).toContain('expectDocumented(');
  expect(text).toContain(operation!.path.split('/{')[0]);
});

it.each(NEVER_FOUND)('%s finds nothing, as its list is empty', async (operationId) => {
  const operation = operations.find((one) => one.operationId === operationId)!;
  expect((await send(world, operation, world.own)).status).toBe(404);
});

/** Who has the bytes is told so without them. */
async function expectUnchanged(operation: DocumentedOperation, had: Record<string, unknown>): Promise<void> {
  const headers = { 'if-none-match': String(had['etag']) };
  const again = await send(world, operation, world.own, { headers });
  expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
  expectHeaders(responseOf(operation, 304), again.headers);
}

function responseOf(operation: DocumentedOperation, status: number): Answer {
  const response = operation.responses[String(status)] as Answer | undefined;
  expect(response, `${operation.name} documents ${status}`).toBeDefined();
  return response!;
}

/** Sent only now and then: after a first reading, or where an answer is given again. */
const SOMETIMES = ['muster-data-fresh-as-of', 'idempotent-replayed'];
/** What every server says. */
const OF_HTTP = /^(content-|date$|connection$|keep-alive$|vary$|cache-control$|location$)/;
/** Set for browsers, on everything alike. */
const OF_SECURITY =
  /^(x-content-type-options|x-frame-options|x-download-options|x-dns-prefetch-control|x-permitted-cross-domain-policies|x-xss-protection|strict-transport-security|referrer-policy|origin-agent-cluster|cross-origin-)/;

function expectHeaders(documented: Answer, sent: Record<string, unknown>): void {
  const names = Object.keys(documented.headers ?? {}).map((name) => name.toLowerCase());
  for (const header of Object.values(documented.headers ?? {})) expect(headerOf(header).schema).toBeDefined();
  const missing = names.filter((name) => !SOMETIMES.includes(name) && sent[name] === undefined);
  const unknown = Object.keys(sent).filter(
    (name) => !names.includes(name) && !OF_HTTP.test(name) && !OF_SECURITY.test(name),
  );
  expect({ missing, unknown }).toEqual({ missing: [], unknown: [] });
}

function headerOf(header: Header | Reference): Header {
  if (!('$ref' in header)) return header;
  return document.components.headers![header.$ref.replace('#/components/headers/', '')]!;
}
