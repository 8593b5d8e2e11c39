import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBox, type Page } from '../pages/layout.ts';
import { html } from '../pages/html.ts';
import type { World } from '../world.ts';
import { companiesOf, chosenCompany } from './chosen-company.ts';
import { ACCOUNT_CLOSED, CHOOSE_COMPANY, DASHBOARD, nextPage, PASSKEY } from './doors.ts';
import { formField } from './form-body.ts';
import { sendPage } from './send-page.ts';
import { visitOf, visitorOf } from './visit.ts';

/** Pages that stand between the sign-in and the dashboard, for who is signed in. */
export function doorRoutes(app: FastifyInstance, world: World): void {
  passkeyRoutes(app, world);
  companyChoiceRoutes(app, world);
  app.get(ACCOUNT_CLOSED, (request, reply) => {
    const company = chosenCompany(world, request);
    if (!company || company.leftOn === null) return reply.redirect(nextPage(world, request), 302);
    const { id, displayName, leftOn } = company;
    const hydration = { accountClosed: { company: { id, name: displayName }, since: leftOn } };
    const body = html`<p>${displayName} left Justworks. This account is closed.</p>`;
    return sendPage(world, request, reply, { title: 'Account closed', body, hydration });
  });
}

function passkeyRoutes(app: FastifyInstance, world: World): void {
  app.get(PASSKEY, (request, reply) => {
    if (!visitOf(request).session.isPasskeyOffered) return reply.redirect(nextPage(world, request), 302);
    return sendPage(world, request, reply, passkeyPage(visitOf(request).session.csrfToken));
  });
  app.post(PASSKEY, (request, reply) => {
    const { session } = visitOf(request);
    if (formField(request, 'choice') !== 'not_now') {
      const problem = 'Error: the sandbox has no device that holds a passkey.';
      return sendPage(world, request, reply, passkeyPage(session.csrfToken, problem), 422);
    }
    session.isPasskeyOffered = false;
    return reply.redirect(nextPage(world, request), 302);
  });
}

function passkeyPage(csrfToken: string, problem?: string): Page {
  return {
    title: 'Sign in faster with a passkey',
    hydration: { passkey: { enrolled: false } },
    body: html`${problem === undefined ? null : errorBox(problem)}
      <p>A passkey stays on your device and replaces password and code.</p>
      <form method="post" action="${PASSKEY}">
        <input type="hidden" name="authenticity_token" value="${csrfToken}" />
        <button type="submit" name="choice" value="create">Create a passkey</button>
        <button type="submit" name="choice" value="not_now">Not now</button>
      </form>`,
  };
}

function companyChoiceRoutes(app: FastifyInstance, world: World): void {
  app.get(CHOOSE_COMPANY, (request, reply) => {
    if (companiesOf(world, visitorOf(world, request)!).length === 1) return reply.redirect(DASHBOARD, 302);
    return sendChoice(world, request, reply);
  });
  app.post(CHOOSE_COMPANY, (request, reply) => {
    const wanted = formField(request, 'company_id');
    const chosen = companiesOf(world, visitorOf(world, request)!).find(({ id }) => id === wanted);
    if (!chosen) return sendChoice(world, request, reply, 'Error: choose one of these companies.');
    visitOf(request).session.companyId = chosen.id;
    return reply.redirect(nextPage(world, request), 302);
  });
}

function sendChoice(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  problem?: string,
): FastifyReply {
  const companies = companiesOf(world, visitorOf(world, request)!);
  const page: Page = {
    title: 'Choose a company',
    hydration: { companies: companies.map(({ id, displayName }) => ({ id, name: displayName })) },
    body: html`${problem === undefined ? null : errorBox(problem)}
      <form method="post" action="${CHOOSE_COMPANY}">
        <input type="hidden" name="authenticity_token" value="${visitOf(request).session.csrfToken}" />
        <fieldset>
          <legend>Your companies</legend>
          ${companies.map(
            ({ id, displayName }) =>
              html`<label
                ><input type="radio" name="company_id" value="${id}" required /> ${displayName}</label
              >`,
          )}
        </fieldset>
        <button type="submit">Go on</button>
      </form>`,
  };
  return sendPage(world, request, reply, page, problem === undefined ? 200 : 422);
}
