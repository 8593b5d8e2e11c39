import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../lib/app-error.ts';
import { statusOf, type Invitation } from '../access/invitations.ts';
import { passwordProblem } from '../access/change-password.ts';
import type { World } from '../world.ts';
import { formField } from './form-body.ts';
import { invitationFields, unanswered, type InvitationField } from './invitation-fields.ts';
import { closedInvitationPage, openInvitationPage } from './invitation-page.ts';
import { sendNotFound } from './not-found.ts';
import { sendPage } from './send-page.ts';
import { changeSession, pathOf, visitOf } from './visit.ts';

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
    const fields = invitationFields(world.faults.take('invitation_demands', pathOf(request))?.fields);
    const problem = problemOf(request, fields) ?? accept(world, request, invitation);
    if (problem) return sendOpen(world, request, reply, invitation, { fields, problem });
    changeSession(world, request, reply, 'password', invitation.thirdPartyId);
    return reply.redirect('/tfa', 302);
  });
}

function problemOf(request: FastifyRequest, fields: readonly InvitationField[]): string | undefined {
  const answer = (name: string) => formField(request, name);
  const missing = unanswered(fields, answer);
  if (missing) return missing;
  if (answer('username') !== '' && answer('username').trim() === '') return 'Error: choose a user name.';
  if (answer('has_existing_account') !== 'no') return 'Error: the sandbox knows no other account of yours.';
  return passwordProblem(answer('password'), answer('password_confirmation'));
}

/** A user name may be left out: then the work e-mail is it. The problem, or undefined when the invitation is accepted now. */
function accept(world: World, request: FastifyRequest, invitation: Invitation): string | undefined {
  try {
    const userName = formField(request, 'username') || undefined;
    const choice = { userName, password: formField(request, 'password') };
    const accepted = world.thirdParties.accept(invitation.thirdPartyId, choice, world.clock.now());
    accepted.personalEmail = formField(request, 'personal_email').trim() || null;
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
  refused?: { fields: readonly InvitationField[]; problem: string },
): FastifyReply {
  const { workEmail: email } = world.thirdParties.get(invitation.thirdPartyId);
  const demanded = world.faults.find('invitation_demands', pathOf(request))?.fields;
  const page = openInvitationPage({
    csrfToken: visitOf(request).session.csrfToken,
    companyName: world.company.displayName,
    email,
    fields: refused?.fields ?? invitationFields(demanded),
    problem: refused?.problem,
  });
  return sendPage(world, request, reply, page, refused ? 422 : 200);
}
