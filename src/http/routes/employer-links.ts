import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import type { AppContext } from '../../app-context.ts';
import { createEmployerLink, endLinksOfEmployer } from '../../employer/index.ts';
import { Nullable } from '../../hris/model/index.ts';
import { actorOf, organizationOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { EmployerLink } from '../schemas/employer-page.ts';
import { Language } from '../schemas/language.ts';
import { Component, problems } from '../schemas/parts.ts';
import { IdParams, uuidParam } from './id-param.ts';

const tags = ['employer page'];
const access = 'organization' as const;
/** Who opens the page may erase and reads names: a key must not give away what it may not do itself. */
const creating = { access, role: 'administer' as const };
const ending = { access, role: 'operate' as const };
const DEFAULT_EXPIRY_MINUTES = 60;

const Wish = Type.Object({
  expires_in_minutes: Type.Optional(
    Nullable(
      Type.Integer({
        minimum: 5,
        maximum: 10_080,
        description: `5 minutes to 7 days; ${DEFAULT_EXPIRY_MINUTES} unless given.`,
      }),
    ),
  ),
  email: Type.Optional(
    Nullable(
      Type.String({ format: 'email', maxLength: 320, description: 'We mail the link there. Not kept.' }),
    ),
  ),
  language: Type.Optional(Nullable(Language("The organization's, unless given; the page can switch."))),
});

/** Links to the employer's own page of a linked account: made, and ended. */
export function addEmployerLinkRoutes(app: RouteApp, context: AppContext): void {
  app.post(
    '/linked-accounts/:id/employer-link',
    {
      config: creating,
      schema: {
        summary: "Create a link to the employer's own page",
        description:
          'Whoever has the link sees what is read of the employer, and may sync, pause, disconnect and erase: give it to the ' +
          "employer's HR admin alone. It ends by itself, with the account, and when all links are ended.",
        tags,
        operationId: 'employer-links_create',
        params: IdParams,
        body: Wish,
        response: { 200: Component(EmployerLink), ...problems(400, 401, 404) },
      },
    },
    (request) => {
      const wish = {
        expiresInMinutes: request.body.expires_in_minutes ?? DEFAULT_EXPIRY_MINUTES,
        email: request.body.email ?? null,
        language: request.body.language ?? null,
      };
      return createEmployerLink(context, scopeOf(request), wish, actorOf(request));
    },
  );
  const Ended = Type.Object({ ended_count: Type.Integer() }, { additionalProperties: false });
  app.delete(
    '/linked-accounts/:id/employer-links',
    {
      config: ending,
      schema: {
        summary: "End all links to the employer's own page",
        description: 'They open nothing from this moment. Safe to repeat.',
        tags,
        operationId: 'employer-links_end',
        params: IdParams,
        response: { 200: Ended, ...problems(401, 404) },
      },
    },
    (request) => endLinksOfEmployer(context, scopeOf(request), actorOf(request)),
  );
}

function scopeOf(request: FastifyRequest & { params: { id: string } }) {
  return {
    organizationId: organizationOf(request).organizationId,
    linkedAccountId: uuidParam(request, 'linked account'),
  };
}
