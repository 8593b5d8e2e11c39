import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { changePassword } from '../access/change-password.ts';
import { MIN_PASSWORD_LENGTH } from '../access/password.ts';
import { passwordExpiresAt } from '../access/password-age.ts';
import type { SignInDetails } from '../access/third-party.ts';
import { html } from '../pages/html.ts';
import { errorBox } from '../pages/layout.ts';
import type { World } from '../world.ts';
import { formField } from './form-body.ts';
import { sendPage } from './send-page.ts';
import { visitOf, visitorOf } from './visit.ts';

const SECURITY = '/account/security';

/** Where somebody who is signed in renews the password. The session goes on. */
export function securityRoutes(app: FastifyInstance, world: World): void {
  app.get(SECURITY, (request, reply) => sendSecurity(world, request, reply));
  app.post('/account/password', (request, reply) => {
    const change = {
      current: formField(request, 'current_password'),
      password: formField(request, 'password'),
      confirmation: formField(request, 'password_confirmation'),
    };
    const problem = changePassword(signInOf(world, request), change, world.clock.now());
    if (problem !== undefined) return sendSecurity(world, request, reply, problem);
    return reply.redirect(SECURITY, 302);
  });
}

/** Whoever is signed in has one. */
function signInOf(world: World, request: FastifyRequest): SignInDetails {
  return visitorOf(world, request)!.signIn!;
}

function sendSecurity(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  problem?: string,
): FastifyReply {
  const expiresAt = passwordExpiresAt(signInOf(world, request), world.passwordMaxAgeDays).toISOString();
  const page = {
    title: 'Security',
    hydration: { passwordPolicy: { expires_at: expiresAt, min_length: MIN_PASSWORD_LENGTH } },
    body: html`${problem === undefined ? null : errorBox(problem)}
      <p>Your password is good until ${expiresAt}.</p>
      <form method="post" action="/account/password">
        <input type="hidden" name="authenticity_token" value="${visitOf(request).session.csrfToken}" />
        ${passwordInput('current_password', 'Current password', 'current-password')}
        ${passwordInput('password', `New password (${MIN_PASSWORD_LENGTH} characters or more)`, 'new-password')}
        ${passwordInput('password_confirmation', 'New password again', 'new-password')}
        <button type="submit">Change password</button>
      </form>`,
  };
  return sendPage(world, request, reply, page, problem === undefined ? 200 : 422);
}

function passwordInput(name: string, label: string, autocomplete: string) {
  return html`<label
    >${label} <input type="password" name="${name}" autocomplete="${autocomplete}" required
  /></label>`;
}
