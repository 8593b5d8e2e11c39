import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OAuthApp } from '../oauth/oauth-apps.ts';
import { html, type Html } from '../pages/html.ts';
import type { World } from '../world.ts';
import { sendAdminPage } from './admin-page.ts';

type ViewRequest = FastifyRequest<{ Querystring: { as?: string } }>;

/** The Integrations Hub: a card for each registered app. `?as=limited` shows it to an admin without "Manage employees". */
export function integrationsRoutes(app: FastifyInstance, world: World): void {
  app.get('/integrations', (request: ViewRequest, reply) => {
    const isLimited = request.query.as === 'limited';
    return sendAdminPage(reply, 'Integrations', integrationsPage(world.partner.apps.list(), isLimited));
  });
}

function integrationsPage(apps: readonly OAuthApp[], isLimited: boolean): Html {
  return html`<p>
      ${
        isLimited
          ? html`You look at this page as an admin without the permission "Manage employees".
              <a href="/admin/integrations">Look as an admin who has it</a>`
          : html`You look at this page as an admin with the permission "Manage employees".
              <a href="/admin/integrations?as=limited">Look as an admin without it</a>`
      }
    </p>
    ${
      apps.length === 0
        ? html`<p>
            No app is registered. The control API registers apps: <code>POST /control/oauth-apps</code>.
          </p>`
        : apps.map((app) => card(app, isLimited))
    }`;
}

function card(app: OAuthApp, isLimited: boolean): Html {
  const id = `app-${app.clientId}`;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${app.name}</h2>
    ${isLimited ? LOCKED : getStarted(app)}
  </section>`;
}

const LOCKED = html`<p class="notice">
  Locked. You need the permission "Manage employees" to connect this app.
</p>`;

function getStarted({ name, launchUrl }: OAuthApp): Html {
  if (launchUrl === undefined) return html`<p>This app can't be started from here.</p>`;
  return html`<p>
    <a class="button" href="${launchUrl}" aria-label="Get Started with ${name}">Get Started</a>
  </p>`;
}
