import type { FastifyInstance } from 'fastify';
import { forgetAuthenticator } from '../access/authenticator.ts';
import { checkPassword } from '../access/check-password.ts';
import { isPasswordExpired } from '../access/password-age.ts';
import type { SignInDetails } from '../access/third-party.ts';
import { html } from '../pages/html.ts';
import type { World } from '../world.ts';
import { formField } from './form-body.ts';
import { loginPage } from './login-page.ts';
import { sendPage } from './send-page.ts';
import { changeSession, visitOf, visitorOf } from './visit.ts';

const PROBLEMS = {
  wrong: 'Sign-in error: this user name and password do not match.',
  locked: 'Sign-in error: this account is locked after too many attempts.',
};

/** User name and password; the second factor always follows. */
export function signInRoutes(app: FastifyInstance, world: World): void {
  app.get('/login', (request, reply) => {
    if (visitorOf(world, request)) return reply.redirect('/dashboard', 302);
    return sendPage(world, request, reply, loginPage(visitOf(request).session.csrfToken));
  });

  app.post('/login', (request, reply) => {
    const given = { userName: formField(request, 'username'), password: formField(request, 'password') };
    const check = checkPassword(world.thirdParties, given, world.clock.now());
    if (check.outcome !== 'ok') {
      const page = loginPage(visitOf(request).session.csrfToken, PROBLEMS[check.outcome]);
      return sendPage(world, request, reply, page);
    }
    if (needsNewPassword(world, check.thirdParty.signIn!)) return reply.redirect('/password/expired', 302);
    if (world.faults.take('mfa_reset', '/login')) forgetAuthenticator(check.thirdParty.signIn!);
    changeSession(world, request, reply, 'password', check.thirdParty.id);
    return reply.redirect('/tfa', 302);
  });

  app.get('/password/expired', (request, reply) =>
    sendPage(world, request, reply, {
      title: 'Choose a new password',
      body: html`<p>Your password has expired. Choose a new one before you go on.</p>`,
    }),
  );
}

function needsNewPassword(world: World, signIn: SignInDetails): boolean {
  if (world.faults.take('password_expired', '/login')) return true;
  return isPasswordExpired(signIn, world.passwordMaxAgeDays, world.clock.now());
}
