import { expect, it } from 'vitest';
import { buildOpenApi } from '../../../src/http/openapi.ts';
import { createHarness } from './harness.ts';

interface Operation {
  summary?: string;
  tags?: string[];
  operationId?: string;
  security?: unknown[];
  responses: Record<string, unknown>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

const document = (await buildOpenApi()) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

it('is an OpenAPI 3.1 document whose every operation has summary, tags, id, access and answers', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(operations.length).toBeGreaterThan(30);
  for (const { path, method, operation } of operations) {
    const name = `${method} ${path}`;
    expect(operation.summary, name).toMatch(/\S/);
    expect(operation.tags, name).toHaveLength(1);
    expect(operation.security, name).toBeDefined();
    expect(
      Object.keys(operation.responses).some((status) => status.startsWith('2')),
      name,
    ).toBe(true);
  }
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain(undefined);
});

it('names every component that it refers to', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map((match) => match[1]!);
  expect(references.length).toBeGreaterThan(50);
  for (const reference of references) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1];
    expect(document.components.schemas, reference).toHaveProperty(name ?? 'no local reference');
  }
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
    'GET /link/assets/*',
    'GET /link/oauth/callback',
    'GET /link/close-window.js',
    'GET /link/hub/{integration}',
  ];
  const second = [...served].filter((route) => route.includes(' /hris/v1/'));
  const documented = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  expect(documented.toSorted()).toEqual(
    [...served].filter((route) => !pages.includes(route) && !second.includes(route)).sort(),
  );
  const first = documented.filter((route) => route.includes(' /api/hris/v1/'));
  expect(second.map((route) => route.replace(' /', ' /api/')).sort()).toEqual(first.sort());
});

it('asks for a key on everything but health, figures, pages and what the source signs', () => {
  const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ path }) => path);
  expect(open.sort()).toEqual(['/api/v1/source-webhooks/{integration}', '/healthz', '/metrics', '/readyz']);
});
