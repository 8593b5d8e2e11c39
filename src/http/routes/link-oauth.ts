import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import {
  describePage,
  preferredLanguage,
  receiveAuthorization,
  type AuthorizationOutcome,
} from '../../linking/index.ts';
import type { RouteApp } from '../route-app.ts';
import { sendSmallPage, type SmallPage } from '../small-page.ts';

const options = { config: { access: 'public' as const }, schema: { hide: true } };
const CLOSE_SCRIPT_URL = '/link/close-window.js';

const Callback = Type.Object({
  state: Type.Optional(Type.String({ maxLength: 500 })),
  code: Type.Optional(Type.String({ maxLength: 4000 })),
  error: Type.Optional(Type.String({ maxLength: 500 })),
});

/** A window that has done its part closes by itself, where the browser lets it. */
const PAGES: Record<AuthorizationOutcome, Pick<SmallPage, 'status' | 'scriptUrl'>> = {
  received: { status: 200, scriptUrl: CLOSE_SCRIPT_URL },
  denied: { status: 200, scriptUrl: CLOSE_SCRIPT_URL },
  failed: { status: 200 },
  unknown: { status: 400 },
};

/** Where the source sends the admin's browser after the consent. The state alone says whose it is. */
export function addOauthCallbackRoutes(app: RouteApp, context: AppContext): void {
  app.get(
    '/link/oauth/callback',
    // A HEAD request would use the state up without showing what came of it.
    { ...options, exposeHeadRoute: false, schema: { ...options.schema, querystring: Callback } },
    async (request, reply) => {
      const { state, code, error } = request.query;
      const answer = { state: state ?? '', code: code ?? null, error: error ?? null };
      const { outcome, language } = await receiveAuthorization(context, answer);
      const spoken = language ?? preferredLanguage(request.headers['accept-language']);
      return sendSmallPage(reply, { ...PAGES[outcome], ...describePage(outcome, spoken) });
    },
  );
  app.get(CLOSE_SCRIPT_URL, options, (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send('window.close();\n'),
  );
}
