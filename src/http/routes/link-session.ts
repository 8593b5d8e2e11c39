import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { checkAgain, issuePublicToken, recordConsent, viewSession } from '../../linking/index.ts';
import { linkSessionOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { LinkSessionAnswer } from '../schemas/link-session.ts';
import { Component, problems } from '../schemas/parts.ts';

const config = { access: 'link_session' as const };
const tags = ['modal'];
const answer = Component(LinkSessionAnswer);

/** What the modal calls, with its link token. */
export function addLinkSessionRoutes(app: RouteApp, context: AppContext): void {
  const view = { summary: 'View the link session', tags, operationId: 'link-session_view' };
  app.get(
    '/session',
    { config, schema: { ...view, response: { 200: answer, ...problems(401, 404) } } },
    (request) => viewSession(context, linkSessionOf(request)),
  );
  const consent = { summary: 'Record the consent', tags, operationId: 'link-session_consent' };
  app.post(
    '/session/consent',
    { config, schema: { ...consent, response: { 200: answer, ...problems(401, 404, 409) } } },
    (request) => recordConsent(context, linkSessionOf(request)),
  );
  const check = { summary: 'Check the permissions again', tags, operationId: 'link-session_check' };
  app.post(
    '/session/check-permissions',
    { config, schema: { ...check, response: { 200: answer, ...problems(401, 404, 409) } } },
    (request) => checkAgain(context, linkSessionOf(request)),
  );
  const token = Type.Object({ public_token: Type.String() }, { additionalProperties: false });
  const issue = { summary: 'Issue a public token', tags, operationId: 'link-session_public-token' };
  app.post(
    '/session/public-token',
    { config, schema: { ...issue, response: { 200: token, ...problems(401, 404, 409) } } },
    async (request) => {
      const { publicToken } = await issuePublicToken(context, linkSessionOf(request));
      return { public_token: publicToken };
    },
  );
}
