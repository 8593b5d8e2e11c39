import type { AppContext } from '../app-context.ts';
import { buildApp } from './app.ts';

type Sortable = Record<string, unknown>;

/** The OpenAPI 3.1 document of the routes, paths and components in alphabetical order. Needs no database. */
export async function buildOpenApi(): Promise<object> {
  const app = buildApp(contextForDocument());
  try {
    await app.ready();
    const document = app.swagger() as unknown as { paths: Sortable; components: { schemas: Sortable } };
    const components = { ...document.components, schemas: sortKeys(document.components.schemas) };
    return { ...document, paths: sortKeys(document.paths), components };
  } finally {
    await app.close();
  }
}

function sortKeys(object: Sortable): Sortable {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Registering routes reads a few settings and asks nothing of the other parts. */
function contextForDocument(): AppContext {
  const http = { maxBodyBytes: 1, isProxyTrusted: false, rateLimitPerMinute: 1 };
  const smtp = { maxMessageBytes: 1 };
  return { config: { http, smtp } } as unknown as AppContext;
}
