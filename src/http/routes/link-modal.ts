import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic, { type SendOptions } from '@fastify/static';
import { Type } from 'typebox';
import type { FastifyReply } from 'fastify';
import type { AppContext } from '../../app-context.ts';
import { findModalSources } from '../../auth/index.ts';
import { AppError } from '../../lib/app-error.ts';
import type { RouteApp } from '../route-app.ts';

/** Scripts and styles of our own only; data: is not even needed for images, because the build inlines none. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
/** As the build names them, each with a hash of its contents; no way up and no hidden file. */
const ASSET_NAME = /^\w[\w-]*(\.[\w-]+)+$/;
const YEAR_MS = 365 * 24 * 3_600_000;

const options = { config: { access: 'public' as const }, schema: { hide: true } };

/** The modal's page, its assets and the script that partner pages load. Built by `npm run build:modal`. */
export function addLinkPageRoutes(app: RouteApp, context: AppContext, modalFolder: string): void {
  void app.register(fastifyStatic, { root: modalFolder, serve: false, globIgnore: ['**'] });
  app.get(
    '/link',
    {
      ...options,
      schema: { ...options.schema, querystring: Type.Object({ o: Type.Optional(Type.String()) }) },
    },
    async (request, reply) => {
      await allowFraming(context, request.query.o, reply);
      // The address must not be kept or told: the token stands in its fragment.
      return sendBuilt(reply, modalFolder, 'index.html', { cacheControl: false });
    },
  );
  app.get('/link/muster-link.js', options, (_request, reply) => {
    void reply
      .header('Cross-Origin-Resource-Policy', 'cross-origin')
      .header('Cache-Control', 'public, max-age=300');
    return sendBuilt(reply, modalFolder, 'muster-link.js', { cacheControl: false });
  });
  app.get(
    '/link/assets/*',
    { ...options, schema: { ...options.schema, params: Type.Object({ '*': Type.String() }) } },
    (request, reply) => {
      const name = request.params['*'];
      if (!ASSET_NAME.test(name)) return reply.callNotFound();
      void reply.removeHeader('Cache-Control');
      return sendBuilt(reply, modalFolder, `assets/${name}`, { maxAge: YEAR_MS, immutable: true });
    },
  );
}

/** Only pages of the organization named in the address may frame the modal; without one, no page may. Its logo may be shown. */
async function allowFraming(
  context: AppContext,
  organizationId: string | undefined,
  reply: FastifyReply,
): Promise<void> {
  const sources =
    organizationId === undefined ? undefined : await findModalSources(context.db, organizationId);
  const ancestors = sources ? ["'self'", ...sources.allowedOrigins] : ["'none'"];
  const images = sources?.logoOrigin ? `'self' ${sources.logoOrigin}` : "'self'";
  void reply.header(
    'Content-Security-Policy',
    `${CONTENT_POLICY}; img-src ${images}; frame-ancestors ${ancestors.join(' ')}`,
  );
  // Older browsers can't name origins with it; where frames are allowed, only the policy above speaks.
  if (sources) void reply.removeHeader('X-Frame-Options');
}

function sendBuilt(reply: FastifyReply, folder: string, file: string, how: SendOptions): FastifyReply {
  if (!existsSync(path.join(folder, 'index.html'))) {
    throw new AppError(
      'unavailable',
      'modal_not_built',
      'The modal has not been built here. Run `npm run build:modal`.',
    );
  }
  return reply.sendFile(file, how);
}
