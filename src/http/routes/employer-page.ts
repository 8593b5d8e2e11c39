import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { findModalSources } from '../../auth/index.ts';
import { addAssets, addBuiltFiles, sendBuilt, toContentPolicy } from '../built-pages.ts';
import type { RouteApp } from '../route-app.ts';

/** The employer's own page and its assets, built together with the modal. No page may frame it. */
export function addEmployerPageRoutes(app: RouteApp, context: AppContext, builtFolder: string): void {
  addBuiltFiles(app, builtFolder);
  app.get(
    '/employer',
    {
      config: { access: 'public' },
      schema: { hide: true, querystring: Type.Object({ o: Type.Optional(Type.String()) }) },
    },
    async (request, reply) => {
      const { o: organizationId } = request.query;
      const sources =
        organizationId === undefined ? undefined : await findModalSources(context.db, organizationId);
      void reply.header('Content-Security-Policy', toContentPolicy(sources?.logoOrigin ?? null, ["'none'"]));
      return sendBuilt(reply, builtFolder, 'employer/index.html');
    },
  );
  addAssets(app, '/employer', builtFolder, 'employer/assets');
}
