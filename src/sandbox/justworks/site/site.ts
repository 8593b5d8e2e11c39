import type { FastifyInstance } from 'fastify';
import { toHttpError } from '../http-status.ts';
import { html } from '../pages/html.ts';
import { errorBox, renderPage } from '../pages/layout.ts';
import type { World } from '../world.ts';
import { companyRoutes } from './company-routes.ts';
import { cutBody, wholeBody, type Payload } from './cut-body.ts';
import { doorRoutes } from './door-routes.ts';
import { requireCsrfToken, requireSignedIn } from './guards.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { sendNotFound } from './not-found.ts';
import { applyPageFaults, waitIfSlow } from './page-faults.ts';
import { peopleRoutes } from './people-routes.ts';
import { reportFileRoutes } from './report-file-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { securityRoutes } from './security-routes.ts';
import { sendPage } from './send-page.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { twoFactorRoutes } from './two-factor-routes.ts';
import { beginVisit, pathOf } from './visit.ts';

const HELP = html`<p>Open the link in your invitation, set a password and set up an authenticator app.</p>`;
const START = html`<ul>
  <li><a href="/admin">Play the HR admin</a></li>
  <li><a href="/login">Sign in as a third party</a></li>
  <li><a href="/control-panel">Control this sandbox</a></li>
</ul>`;

/** The pages that a third party, such as a service account, sees. */
export async function registerSite(app: FastifyInstance, world: World): Promise<void> {
  addSiteHooks(app, world);
  app.setNotFoundHandler((request, reply) => sendNotFound(world, request, reply));
  app.setErrorHandler((error, request, reply) => {
    const { status, message } = toHttpError(error);
    return sendPage(world, request, reply, { title: 'Bad request', body: errorBox(message) }, status);
  });
  app.get('/', (_request, reply) =>
    reply.type('text/html').send(renderPage({ title: 'Start', body: START })),
  );
  app.get('/help/getting-started', (_request, reply) =>
    reply.type('text/html').send(renderPage({ title: 'Getting started', body: HELP })),
  );
  signInRoutes(app, world);
  twoFactorRoutes(app, world);
  invitationRoutes(app, world);
  reportFileRoutes(app, world);
  await app.register((signedIn, _options, done) => {
    signedIn.addHook('preHandler', requireSignedIn(world));
    doorRoutes(signedIn, world);
    companyRoutes(signedIn, world);
    peopleRoutes(signedIn, world);
    securityRoutes(signedIn, world);
    reportRoutes(signedIn, world);
    done();
  });
}

function addSiteHooks(app: FastifyInstance, world: World): void {
  const closing = new AbortController();
  app.addHook('preClose', (done) => {
    closing.abort();
    done();
  });
  app.addHook('onRequest', async (request, reply) => {
    world.journal.append(request.method, request.url, world.clock.now());
    // The site's time is the sandbox's: who measures the clock by this header must see the clock that checks codes.
    reply.header('date', world.clock.now().toUTCString());
    beginVisit(world, request, reply);
    const isAnswered = await applyPageFaults(world, request, reply, closing.signal);
    return isAnswered ? reply : undefined;
  });
  app.addHook('preHandler', requireCsrfToken(world));
  app.addHook('onSend', async (request) => waitIfSlow('slow_answer', world, request, closing.signal));
  app.addHook<Payload>('onSend', async (request, reply, payload) => {
    const cut = world.faults.take('cut', pathOf(request));
    if (!cut) return payload;
    return cutBody(reply, await wholeBody(payload), cut.bytes!, cut.honestLength ?? true);
  });
}
