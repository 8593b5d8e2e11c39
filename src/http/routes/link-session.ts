import { Type, type Static } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import {
  checkAgain,
  chooseCompany,
  chooseMethod,
  giveCredentials,
  issuePublicToken,
  recordConsent,
  startAuthorization,
  viewSession,
} from '../../linking/index.ts';
import { Nullable } from '../../hris/model/index.ts';
import { linkSessionOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { ConnectionMethod, LinkSessionAnswer } from '../schemas/link-session.ts';
import { Component, problems } from '../schemas/parts.ts';

const config = { access: 'link_session' as const };
const tags = ['modal'];
const answer = Component(LinkSessionAnswer);

const Agreement = Type.Union([
  Type.Object({
    agreement: Type.Optional(
      Nullable(Type.String({ maxLength: 100, description: 'As the session said it when it was shown.' })),
    ),
  }),
  Type.Null(),
]);

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
    {
      config,
      schema: { ...consent, body: Agreement, response: { 200: answer, ...problems(400, 401, 404, 409) } },
    },
    (request) =>
      recordConsent(context, { ...linkSessionOf(request), agreement: request.body?.agreement ?? undefined }),
  );
  addAccessRoutes(app, context);
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
  const company = { summary: 'Choose the company', tags, operationId: 'link-session_company' };
  const Company = Type.Object({ company_id: Type.String({ minLength: 1, maxLength: 200 }) });
  app.post(
    '/session/company',
    {
      config,
      schema: { ...company, body: Company, response: { 200: answer, ...problems(400, 401, 404, 409) } },
    },
    (request) => chooseCompany(context, { ...linkSessionOf(request), companyId: request.body.company_id }),
  );
}

function toLogIn(body: Static<typeof Credentials>) {
  return {
    userName: body.user_name,
    password: body.password,
    authenticatorSecret: body.authenticator_secret,
  };
}
