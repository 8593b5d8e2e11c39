import { Check } from 'typebox/schema';
import { expect, it } from 'vitest';
import type {
  Answer,
  JsonSchema,
  Media,
  OpenApiDocument,
  Reference,
} from '../../../src/http/document/document-types.ts';
import { buildOpenApi } from '../../../src/http/openapi.ts';
import { createHarness } from './harness.ts';

const document = (await buildOpenApi()) as OpenApiDocument;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method} ${path}`,
    path,
    method,
    operation,
  })),
);

it('is an OpenAPI 3.1 document whose every operation has summary, tags, id, access and answers', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(operations.length).toBeGreaterThan(60);
  for (const { name, operation } of operations) {
    expect(operation.summary, name).toMatch(/\S/);
    expect(operation.description, name).toMatch(/Needs .+\.$|Role of the key: `\w+`\.$/);
    expect(operation.tags, name).toHaveLength(1);
    expect(operation.security, name).toBeDefined();
    expect(operation['x-muster-role'] !== undefined, name).toBe('api_key' in (operation.security[0] ?? {}));
    const statuses = Object.keys(operation.responses);
    expect(
      statuses.some((status) => status.startsWith('2')),
      name,
    ).toBe(true);
  }
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain(undefined);
  for (const { name, description } of document.tags ?? []) expect(description, `tag ${name}`).toMatch(/\S/);
});

it.each(operations)('describes and shows what $name takes', ({ operation }) => {
  for (const parameter of operation.parameters ?? []) {
    expect(parameter.description, parameter.name).toMatch(/\S/);
    const shown = [parameter.example ?? parameter.schema.examples].flat();
    expect(shown.length, parameter.name).toBeGreaterThan(0);
    if (parameter.example !== undefined) expectFits(parameter.schema, parameter.example, parameter.name);
    for (const example of parameter.schema.examples ?? [])
      expectFits(parameter.schema, example, parameter.name);
  }
  for (const media of Object.values(operation.requestBody?.content ?? {})) expectExamples(media, 'body');
});

it.each(operations)('shows each answer and each error of $name', ({ method, operation }) => {
  const expected = errorsOf(operation['x-muster-access'], method, operation);
  expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(expected));
  for (const [status, given] of Object.entries(operation.responses)) {
    const answer = resolve<Answer>(given);
    expect(answer.description, status).toMatch(/\S/);
    for (const header of Object.values(answer.headers ?? {})) expect(resolve(header)).toBeDefined();
    if (status >= '400') {
      const media = answer.content?.['application/json'];
      expect(media, status).toBeDefined();
      expectExamples(media!, status);
    } else if (answer.content?.['application/json']) {
      expectExamples(answer.content['application/json'], status);
    }
  }
});

/** The errors that nothing of ours can be without. */
function errorsOf(
  access: string,
  method: string,
  operation: (typeof operations)[number]['operation'],
): string[] {
  return [
    ...(access === 'public' ? [] : ['401']),
    ...(access === 'organization' || access === 'linked_account' ? ['403'] : []),
    ...(operation.parameters?.some((parameter) => parameter.in === 'query') || operation.requestBody
      ? ['400']
      : []),
    ...(operation.parameters?.some((parameter) => parameter.in === 'path') ? ['404'] : []),
    ...(method === 'get' ? [] : ['413', '415', '429']),
    '500',
  ];
}

function expectExamples(media: Media, what: string): void {
  const shown = [
    ...(media.example === undefined ? [] : [media.example]),
    ...Object.values(media.examples ?? {}).map(
      (example) => resolve<{ value: unknown }>(example as never).value,
    ),
  ];
  expect(shown.length, `${what} has an example`).toBeGreaterThan(0);
  for (const value of shown) expectFits(media.schema, value, what);
}

function expectFits(schema: JsonSchema, value: unknown, what: string): void {
  const isFitting = Check({ ...schema, components: document.components } as never, value as never);
  expect(isFitting, `${what}: ${JSON.stringify(value).slice(0, 500)}`).toBe(true);
}

function resolve<T>(given: T | Reference): T {
  const reference = (given as Reference).$ref;
  if (reference === undefined) return given as T;
  const value = reference
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], document);
  expect(value, reference).toBeDefined();
  return value as T;
}

it('names every component that it refers to', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map((match) => match[1]!);
  expect(references.length).toBeGreaterThan(50);
  for (const $ref of new Set(references)) resolve({ $ref });
});

it('is the same each time, and asks no database', async () => {
  expect(JSON.stringify(await buildOpenApi())).toBe(JSON.stringify(document));
});

it('has every route but the pages and the second base path, which serves the same', async () => {
  await using harness = await createHarness();
  const served = new Set<string>();
  harness.app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD') served.add(`${String(method)} ${url.replace(/:(\w+)/g, '{$1}')}`);
  });
  await harness.app.ready();
  const pages = [
    'GET /link',
    'GET /link/muster-link.js',
    'GET /link/muster-link-merge.js',
    'GET /link/muster-link-react.js',
    'GET /link/muster-link.d.ts',
    'GET /link/muster-link-react.d.ts',
    'GET /link/assets/*',
    'GET /link/oauth/callback',
    'GET /link/close-window.js',
    'GET /link/hub/{integration}',
    'GET /employer',
    'GET /employer/assets/*',
  ];
  const isPage = (route: string) => pages.includes(route) || route.includes(' /docs');
  const second = [...served].filter((route) => route.includes(' /hris/v1/'));
  const documented = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  expect(documented.toSorted()).toEqual(
    [...served].filter((route) => !isPage(route) && !second.includes(route)).sort(),
  );
  const first = documented.filter((route) => route.includes(' /api/hris/v1/'));
  expect(second.map((route) => route.replace(' /', ' /api/')).sort()).toEqual(first.sort());
});

it('asks for a key on everything but health, figures, pages and what the source signs', () => {
  const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ path }) => path);
  expect(open.sort()).toEqual(['/api/v1/source-webhooks/{integration}', '/healthz', '/metrics', '/readyz']);
});
