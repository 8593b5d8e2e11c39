import { Type } from 'typebox';
import type { FastifyReply } from 'fastify';
import type { AppContext } from '../../app-context.ts';
import { findModalSources } from '../../auth/index.ts';
import { addAssets, addBuiltFiles, sendBuilt, toContentPolicy } from '../built-pages.ts';
import type { RouteApp } from '../route-app.ts';

/** What partner pages load: scripts, and the types that belong to them. */
const PARTNER_FILES = [
  'muster-link.js',
  'muster-link-merge.js',
  'muster-link-react.js',
  'muster-link.d.ts',
  'muster-link-react.d.ts',
];

const options = { config: { access: 'public' as const }, schema: { hide: true } };

/** The modal's page, its assets and the scripts that partner pages load. Built by `npm run build:modal`. */
export function addLinkPageRoutes(app: RouteApp, context: AppContext, modalFolder: string): void {
  addBuiltFiles(app, modalFolder);
  app.get(
    '/link',
    {
      ...options,
      schema: { ...options.schema, querystring: Type.Object({ o: Type.Optional(Type.String()) }) },
    },
    async (request, reply) => {
      await allowFraming(context, request.query.o, reply);
      // The address must not be kept or told: the token stands in its fragment.
      return sendBuilt(reply, modalFolder, 'index.html');
    },
  );
  for (const name of PARTNER_FILES) {
    app.get(`/link/${name}`, options, (_request, reply) => {
      void reply
        .header('Cross-Origin-Resource-Policy', 'cross-origin')
        // A module, and a script with its hash in the tag, are only loaded where the answer allows it.
        .header('Access-Control-Allow-Origin', '*')
        .header('Cache-Control', 'public, max-age=300');
      return sendBuilt(reply, modalFolder, name);
    });
  }
  addAssets(app, '/link', modalFolder, 'assets');
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
  void reply.header('Content-Security-Policy', toContentPolicy(sources?.logoOrigin ?? null, ancestors));
  // Older browsers can't name origins with it; where frames are allowed, only the policy above speaks.
  if (sources) void reply.removeHeader('X-Frame-Options');
}
