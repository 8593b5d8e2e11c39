import { Type, type Static } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import {
  checkAgain,
  chooseLanguage,
  chooseMethod,
  giveCredentials,
  issuePublicToken,
  recordConsent,
  resumeUnderConsent,
  startAuthorization,
  viewEndedLink,
  viewSession,
} from '../../linking/index.ts';
import { linkSessionOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { Language } from '../schemas/language.ts';
import { ConnectionMethod, EndedLink, LinkSessionAnswer } from '../schemas/link-session.ts';
import { Component, problems } from '../schemas/parts.ts';
import { addLinkSessionCompanyRoutes } from './link-session-company.ts';
import { addLinkSessionEventsRoute } from './link-session-events.ts';
import { addLinkSessionWaitingRoutes } from './link-session-waiting.ts';

const config = { access: 'link_session' as const };
const tags = ['modal'];
const answer = Component(LinkSessionAnswer);

const Agreement = Type.Object({
  agreement: Type.String({
    minLength: 1,
    maxLength: 100,
    description: '`consent.agreement` of the session as it was shown.',
  }),
  person_name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description: 'Who agrees.' }),
  is_authorized: Type.Literal(true, {
    description: 'The person says that they may decide this for the employer.',
  }),
});

/** What the modal calls, with its link token. */
export function addLinkSessionRoutes(app: RouteApp, context: AppContext): void {
  const view = { summary: 'View the link session', tags, operationId: 'link-session_view' };
  app.get(
    '/session',
    { config, schema: { ...view, response: { 200: answer, ...problems(401, 404) } } },
    (request) => viewSession(context, linkSessionOf(request)),
  );
  const ended = { summary: 'Ask whose link it was, also when it has ended', tags };
  app.get(
    '/ended-link',
    {
      config: { ...config, isEndTolerated: true },
      schema: {
        ...ended,
        operationId: 'link-session_ended-link',
        response: { 200: Component(EndedLink), ...problems(401, 404) },
      },
    },
    (request) => viewEndedLink(context, linkSessionOf(request)),
  );
  const consent = { summary: 'Record the consent', tags, operationId: 'link-session_consent' };
  app.post(
    '/session/consent',
    {
      config,
      schema: { ...consent, body: Agreement, response: { 200: answer, ...problems(400, 401, 404, 409) } },
    },
    (request) =>
      recordConsent(context, {
        ...linkSessionOf(request),
        agreement: request.body.agreement,
        personName: request.body.person_name,
      }),
  );
  addLanguageRoute(app, context);
  const resume = {
    summary: 'Go on with a relink under the consent that was given before',
    tags,
    operationId: 'link-session_resume',
  };
  app.post(
    '/session/resume',
    { config, schema: { ...resume, response: { 200: answer, ...problems(401, 404, 409) } } },
    (request) => resumeUnderConsent(context, linkSessionOf(request)),
  );
  addAccessRoutes(app, context);
  addLinkSessionCompanyRoutes(app, context);
  addLinkSessionWaitingRoutes(app, context);
  addLinkSessionEventsRoute(app, context);
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

function addLanguageRoute(app: RouteApp, context: AppContext): void {
  const language = { summary: 'Choose the language', tags, operationId: 'link-session_language' };
  const Choice = Type.Object({ language: Language('What the person wants to be spoken to in.') });
  app.post(
    '/session/language',
    {
      config,
      schema: { ...language, body: Choice, response: { 200: answer, ...problems(400, 401, 404) } },
    },
    (request) => chooseLanguage(context, { ...linkSessionOf(request), language: request.body.language }),
  );
}

const Credentials = Type.Object({
  user_name: Type.String({ minLength: 1, maxLength: 320 }),
  password: Type.String({ minLength: 1, maxLength: 1000 }),
  authenticator_secret: Type.String({ minLength: 1, maxLength: 1000 }),
});

/** What each connection method needs of the admin. */
function addAccessRoutes(app: RouteApp, context: AppContext): void {
  const method = { summary: 'Choose the connection method', tags, operationId: 'link-session_method' };
  const Method = Type.Object({ method: ConnectionMethod });
  app.post(
    '/session/method',
    {
      config,
      schema: { ...method, body: Method, response: { 200: answer, ...problems(400, 401, 404, 409) } },
    },
    (request) => chooseMethod(context, { ...linkSessionOf(request), method: request.body.method }),
  );
  const credentials = { summary: 'Give a log-in', tags, operationId: 'link-session_credentials' };
  app.post(
    '/session/credentials',
    {
      config,
      schema: {
        ...credentials,
        description: 'The authenticator secret is the setup key, in any form that people paste. Tried once.',
        body: Credentials,
        response: { 200: answer, ...problems(400, 401, 404, 409, 422) },
      },
    },
    (request) => giveCredentials(context, { ...linkSessionOf(request), logIn: toLogIn(request.body) }),
  );
  const authorization = { summary: 'Start the consent', tags, operationId: 'link-session_authorization' };
  const Started = Type.Object({ authorization_url: Type.String() }, { additionalProperties: false });
  app.post(
    '/session/authorization',
    { config, schema: { ...authorization, response: { 200: Started, ...problems(401, 404, 409) } } },
    async (request) => {
      const { authorizationUrl } = await startAuthorization(context, linkSessionOf(request));
      return { authorization_url: authorizationUrl };
    },
  );
}

function toLogIn(body: Static<typeof Credentials>) {
  return {
    userName: body.user_name,
    password: body.password,
    authenticatorSecret: body.authenticator_secret,
  };
}
