import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptCode, newAuthenticatorSecret } from '../access/authenticator.ts';
import type { SiteSession } from '../access/site-sessions.ts';
import type { SignInDetails } from '../access/third-party.ts';
import type { World } from '../world.ts';
import { nextPage } from './doors.ts';
import { formField } from './form-body.ts';
import { sendPage } from './send-page.ts';
import { twoFactorPage } from './two-factor-page.ts';
import { changeSession, visitOf, visitorOf, whoHasAccess } from './visit.ts';

const REFUSED = 'Sign-in error: this code was not accepted.';

/** The second factor: a challenge for who has an authenticator, enrolment for who has none. */
export function twoFactorRoutes(app: FastifyInstance, world: World): void {
  app.get('/tfa', (request, reply) => {
    if (visitorOf(world, request)) return reply.redirect('/dashboard', 302);
    const signIn = halfSignedIn(world, request);
    return signIn ? sendTwoFactorPage(world, request, reply, signIn) : reply.redirect('/login', 302);
  });

  app.post('/tfa', (request, reply) => {
    const signIn = halfSignedIn(world, request);
    if (!signIn) return reply.redirect('/login', 302);
    const { session } = visitOf(request);
    const secret = signIn.authenticatorSecret ?? confirmedSecret(request, session);
    const step = secret && acceptStep(world, request, signIn, secret);
    if (!secret || step === null) return sendTwoFactorPage(world, request, reply, signIn, REFUSED);
    Object.assign(signIn, { authenticatorSecret: secret, lastAcceptedStep: step });
    const signedIn = changeSession(world, request, reply, 'signed_in', session.thirdPartyId);
    signedIn.isPasskeyOffered = world.faults.take('passkey_prompt', '/tfa') !== undefined;
    return reply.redirect(nextPage(world, request), 302);
  });
}

function halfSignedIn(world: World, request: FastifyRequest): SignInDetails | undefined {
  const { session } = visitOf(request);
  if (session.progress !== 'password') return undefined;
  return whoHasAccess(world, session.thirdPartyId)?.signIn ?? undefined;
}

/** Enrolment sends the offered secret back; another one is not accepted. */
function confirmedSecret(request: FastifyRequest, session: SiteSession): string | null {
  const key = formField(request, 'key');
  return session.offeredSecret !== null && key === session.offeredSecret ? key : null;
}

function acceptStep(
  world: World,
  request: FastifyRequest,
  signIn: SignInDetails,
  secret: string,
): number | null {
  if (formField(request, 'method') !== 'app') return null;
  const { lastAcceptedStep } = signIn;
  return acceptCode({
    code: formField(request, 'auth_code'),
    secret,
    now: world.clock.now(),
    lastAcceptedStep,
  });
}

function sendTwoFactorPage(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  signIn: SignInDetails,
  problem?: string,
): FastifyReply {
  const { session } = visitOf(request);
  if (signIn.authenticatorSecret === null) session.offeredSecret ??= newAuthenticatorSecret(world.seededIds);
  const offered = signIn.authenticatorSecret === null ? session.offeredSecret : null;
  return sendPage(world, request, reply, twoFactorPage(session.csrfToken, offered, problem));
}
