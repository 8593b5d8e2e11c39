import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { receiveAuthorization, type AuthorizationOutcome } from '../../linking/index.ts';
import type { RouteApp } from '../route-app.ts';
import { sendSmallPage, type SmallPage } from '../small-page.ts';

const options = { config: { access: 'public' as const }, schema: { hide: true } };
const CLOSE_SCRIPT_URL = '/link/close-window.js';

const Callback = Type.Object({
  state: Type.Optional(Type.String({ maxLength: 500 })),
  code: Type.Optional(Type.String({ maxLength: 4000 })),
  error: Type.Optional(Type.String({ maxLength: 500 })),
});

const GO_ON = 'You can close this window. The page that you came from goes on by itself.';

const PAGES: Record<AuthorizationOutcome, SmallPage> = {
  received: { status: 200, title: 'Thank you', text: GO_ON, scriptUrl: CLOSE_SCRIPT_URL },
  denied: { status: 200, title: 'You declined', text: GO_ON, scriptUrl: CLOSE_SCRIPT_URL },
  failed: {
    status: 200,
    title: 'The consent could not be finished',
    text: 'Close this window and try again on the page that you came from.',
  },
  unknown: {
    status: 400,
    title: 'This page has ended',
    text: 'It works once and for a short time only. Close this window and try again on the page that you came from.',
  },
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
      return sendSmallPage(reply, PAGES[await receiveAuthorization(context, answer)]);
    },
  );
  app.get(CLOSE_SCRIPT_URL, options, (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send('window.close();\n'),
  );
}
