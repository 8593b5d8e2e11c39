import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { describePage, preferredLanguage, startHubHandover } from '../../linking/index.ts';
import type { RouteApp } from '../route-app.ts';
import { sendSmallPage } from '../small-page.ts';

/** Where our card in the source's own list of integrations leads: on to the organization's page, with a hand-over. */
export function addHubRoute(app: RouteApp, context: AppContext): void {
  app.get(
    '/link/hub/:integration',
    {
      config: { access: 'public' },
      exposeHeadRoute: false,
      schema: {
        hide: true,
        params: Type.Object({ integration: Type.String({ maxLength: 100 }) }),
        querystring: Type.Object({ organization: Type.Optional(Type.String({ maxLength: 100 })) }),
      },
    },
    async (request, reply) => {
      const { integration } = request.params;
      const organizationId = request.query.organization ?? '';
      const started = isKnown(context, integration)
        ? await startHubHandover(context, { integration, organizationId })
        : null;
      if (started) return reply.redirect(started.pageUrl, 303);
      const language = preferredLanguage(request.headers['accept-language']);
      return sendSmallPage(reply, { status: 404, ...describePage('startsElsewhere', language) });
    },
  );
}

function isKnown(context: AppContext, integration: string): boolean {
  try {
    return context.connectors.get(integration).slug === integration;
  } catch {
    return false;
  }
}
