import { Type } from 'typebox';
import type { AppContext } from '../../app-context.ts';
import { DateTime } from '../../hris/model/index.ts';
import {
  awaitInvitationAgain,
  copyAdminLink,
  mailAdminLink,
  replaceInSession,
  viewSession,
} from '../../linking/index.ts';
import { actorOf, linkSessionOf } from '../plugins/authentication.ts';
import type { RouteApp } from '../route-app.ts';
import { LinkSessionAnswer } from '../schemas/link-session.ts';
import { Component, problems } from '../schemas/parts.ts';

const config = { access: 'link_session' as const };
const tags = ['modal'];
const answer = Component(LinkSessionAnswer);
const closed = { additionalProperties: false };

/** The ways out of a wait: another invitation, another person, another service account. */
export function addLinkSessionWaitingRoutes(app: RouteApp, context: AppContext): void {
  app.post(
    '/session/invitation-sent',
    {
      config,
      schema: {
        summary: 'Wait for an invitation that was sent again',
        tags,
        operationId: 'link-session_invitation-sent',
        response: { 200: answer, ...problems(401, 404, 409) },
      },
    },
    (request) => awaitInvitationAgain(context, linkSessionOf(request)),
  );
  addAdminLinkRoutes(app, context);
  app.post(
    '/session/replace-service-account',
    {
      config,
      schema: {
        summary: 'Set up another service account in place of the one that is linked',
        description:
          'Answers the token of the link session that does it, which may be another one than the caller’s.',
        tags,
        operationId: 'link-session_replace-service-account',
        response: { 200: Type.Object({ link_token: Type.String() }, closed), ...problems(401, 404, 409) },
      },
    },
    async (request) => {
      const replaced = await replaceInSession(context, {
        ...linkSessionOf(request),
        actor: actorOf(request),
      });
      return { link_token: replaced.linkToken };
    },
  );
}

/** No link, no address of a page: the name stands in a mail of ours. */
const PERSON_NAME = '^(?:[^\\u0000-\\u001f\\u007f<>:/\\\\@.]|\\.(?= |$))+$';

const Recipient = Type.Object({
  name: Type.String({
    minLength: 1,
    maxLength: 80,
    pattern: PERSON_NAME,
    description: 'Whom the mail greets.',
  }),
  email: Type.String({
    format: 'email',
    maxLength: 320,
    description: 'One address. It is forgotten when the mail is sent.',
  }),
});

function addAdminLinkRoutes(app: RouteApp, context: AppContext): void {
  const Copied = Type.Object({ magic_link_url: Type.String(), expires_at: DateTime }, closed);
  app.post(
    '/session/admin-link',
    {
      config,
      schema: {
        summary: 'Make a magic link of this session for an administrator',
        description: 'All links of a session that are given on end together, seven days after the first.',
        tags,
        operationId: 'link-session_admin-link',
        response: { 200: Copied, ...problems(401, 404, 409) },
      },
    },
    async (request) => {
      const input = { ...linkSessionOf(request), actor: actorOf(request) };
      const { magicLinkUrl, expiresAt } = await copyAdminLink(context, input);
      return { magic_link_url: magicLinkUrl, expires_at: expiresAt.toISOString() };
    },
  );
  app.post(
    '/session/admin-link-mails',
    {
      config,
      schema: {
        summary: 'Mail a magic link of this session to an administrator',
        description: 'Three mails a session, in its language.',
        tags,
        operationId: 'link-session_admin-link-mail',
        body: Recipient,
        response: { 200: answer, ...problems(400, 401, 404, 409) },
      },
    },
    async (request) => {
      const key = linkSessionOf(request);
      await mailAdminLink(context, { ...key, recipient: request.body, actor: actorOf(request) });
      return await viewSession(context, key);
    },
  );
}
