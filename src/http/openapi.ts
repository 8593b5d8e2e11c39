import type { AppContext } from '../app-context.ts';
import { buildApp } from './app.ts';

/** The OpenAPI 3.1 document of the routes, paths and components in alphabetical order. Needs no database. */
export async function buildOpenApi(): Promise<object> {
  const app = buildApp(contextForDocument());
  try {
    await app.ready();
    return app.swagger();
  } finally {
    await app.close();
  }
}

/** Registering routes reads a few settings and asks nothing of the other parts. */
function contextForDocument(): AppContext {
  const http = { maxBodyBytes: 1, isProxyTrusted: false, rateLimits: {} };
  const smtp = { maxMessageBytes: 1 };
  return { config: { http, smtp } } as unknown as AppContext;
}
