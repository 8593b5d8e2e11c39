import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../lib/app-error.ts';
import { statusOf, type Invitation } from '../access/invitations.ts';
import { MIN_PASSWORD_LENGTH } from '../access/password.ts';
import type { World } from '../world.ts';
import { formField } from './form-body.ts';
import { closedInvitationPage, openInvitationPage } from './invitation-page.ts';
import { sendNotFound } from './not-found.ts';
import { sendPage } from './send-page.ts';
import { changeSession, visitOf } from './visit.ts';

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

/** Where an invited third party sets user name and password. */
export function invitationRoutes(app: FastifyInstance, world: World): void {
  app.get('/invitations/:token', (request: TokenRequest, reply) => {
    const invitation = world.invitations.find(request.params.token);
    if (!invitation) return sendNotFound(world, request, reply);
    return sendClosed(world, request, reply, invitation, 200) ?? sendOpen(world, request, reply, invitation);
  });

  app.post('/invitations/:token', (request: TokenRequest, reply) => {
    const invitation = world.invitations.find(request.params.token);
    if (!invitation) return sendNotFound(world, request, reply);
    const closed = sendClosed(world, request, reply, invitation, 409);
    if (closed) return closed;
    const problem = problemOf(request) ?? accept(world, request, invitation);
    if (problem) return sendOpen(world, request, reply, invitation, problem);
    changeSession(world, request, reply, 'password', invitation.thirdPartyId);
    return reply.redirect('/tfa', 302);
  });
}

function problemOf(request: FastifyRequest): string | undefined {
  const password = formField(request, 'password');
  if (formField(request, 'username').trim() === '') return 'Error: choose a user name.';
  if (formField(request, 'has_existing_account') !== 'no') {
    return 'Error: the sandbox has no log-ins that belong to several companies.';
  }
  if (password.length < MIN_PASSWORD_LENGTH) {
    return `Error: a password has at least ${MIN_PASSWORD_LENGTH} characters.`;
  }
  return password === formField(request, 'password_confirmation')
    ? undefined
    : 'Error: the two passwords differ.';
}

/** The problem, or undefined when the invitation is accepted now. */
function accept(world: World, request: FastifyRequest, invitation: Invitation): string | undefined {
  try {
    const userName = formField(request, 'username');
    world.thirdParties.accept(invitation.thirdPartyId, userName, formField(request, 'password'));
  } catch (error) {
    if (error instanceof AppError) return `Error: ${error.message}`;
    throw error;
  }
  invitation.isAccepted = true;
  return undefined;
}

/** Undefined when the invitation is open. */
function sendClosed(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  invitation: Invitation,
  acceptedStatus: number,
): FastifyReply | undefined {
  const status = statusOf(invitation, world.clock.now());
  if (status === 'open') return undefined;
  const page = closedInvitationPage(status, world.company.displayName);
  return sendPage(world, request, reply, page, status === 'accepted' ? acceptedStatus : 410);
}

function sendOpen(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  invitation: Invitation,
  problem?: string,
): FastifyReply {
  const { workEmail } = world.thirdParties.get(invitation.thirdPartyId);
  const { csrfToken } = visitOf(request).session;
  const page = openInvitationPage(csrfToken, world.company.displayName, workEmail, problem);
  return sendPage(world, request, reply, page, problem === undefined ? 200 : 422);
}
