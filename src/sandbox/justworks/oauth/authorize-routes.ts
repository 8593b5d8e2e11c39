import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { renderPage, type Page } from '../pages/layout.ts';
import type { PartnerSide } from '../partner-api/partner-side.ts';
import {
  brokenRequestPage,
  chooseCompanyPage,
  consentPage,
  introductionPage,
  lockedPage,
  signInPage,
} from './authorize-pages.ts';
import { callbackUrl, readAuthorizeRequest } from './authorize-request.ts';
import type { Consent } from './consents.ts';
import type { AdminCompany, EmployerAdmin } from './employer-admins.ts';
import { needsTick } from './scopes.ts';

type Form = Readonly<Record<string, string | undefined>>;
type Step = (consent: Consent, form: Form, reply: FastifyReply) => FastifyReply;

/** From the link of an app to its callback: sign in, choose a company, read what is asked, authorize or cancel. */
export function authorizeRoutes(app: FastifyInstance, partner: PartnerSide): void {
  app.get('/oauth/authorize', (request, reply) => {
    const read = readAuthorizeRequest(partner.apps, request.query as Record<string, unknown>);
    if (read.outcome === 'page') return sendPage(reply, brokenRequestPage(read.reason), 400);
    if (read.outcome === 'redirect') return reply.redirect(read.location, 302);
    return sendPage(reply, signInPage(partner.consents.begin(read), partner.admins.list()));
  });
  const step = (name: string, take: Step) => {
    app.post(`/oauth/authorize/${name}`, (request: FastifyRequest, reply) => {
      const form = (request.body ?? {}) as Form;
      const consent = partner.consents.find(form['request'] ?? '');
      const gone = brokenRequestPage('This page is out of date. Go back to the app and start again.');
      return consent ? take(consent, form, reply) : sendPage(reply, gone, 400);
    });
  };
  step('sign-in', (consent, form, reply) => signIn(partner, consent, form, reply));
  step('company', chooseCompany);
  step('next', (consent, _form, reply) => whenReady(consent, reply, consentPage));
  step('decision', (consent, form, reply) => decide(partner, consent, form, reply));
}

function signIn(partner: PartnerSide, consent: Consent, form: Form, reply: FastifyReply): FastifyReply {
  const admin = partner.admins.signIn(form['username'] ?? '', form['password'] ?? '');
  const wrong = 'The user name or the password is wrong.';
  if (!admin) return sendPage(reply, signInPage(consent, partner.admins.list(), wrong));
  if (!admin.canManageEmployees) return sendPage(reply, lockedPage(consent), 403);
  consent.admin = admin;
  const [only, ...more] = admin.companies;
  if (more.length > 0) return sendPage(reply, chooseCompanyPage(consent, admin));
  return goOnWith(consent, only!, reply);
}

const chooseCompany: Step = (consent, form, reply) => {
  const { admin } = consent;
  if (!admin) return whenReady(consent, reply, introductionPage);
  const company = admin.companies.find(({ id }) => id === form['company_id']);
  if (!company) return sendPage(reply, chooseCompanyPage(consent, admin, 'Choose one of these.'), 422);
  return goOnWith(consent, company, reply);
};

function goOnWith(consent: Consent, company: AdminCompany, reply: FastifyReply): FastifyReply {
  consent.company = company;
  return sendPage(reply, introductionPage(consent));
}

function decide(partner: PartnerSide, consent: Consent, form: Form, reply: FastifyReply): FastifyReply {
  const { redirectUri, state } = consent;
  if (form['decision'] === 'cancel') {
    partner.consents.end(consent);
    return reply.redirect(callbackUrl(redirectUri, { error: 'access_denied' }, state), 302);
  }
  return whenReady(consent, reply, () => {
    if (form['decision'] !== 'authorize') return consentPage(consent, 'Choose Authorize or Cancel.');
    if (needsTick(consent.scopes) && form['acknowledged'] !== 'yes') {
      return consentPage(consent, 'Tick the box to go on.');
    }
    return authorize(partner, consent, consent.admin!, consent.company!);
  });
}

function authorize(
  partner: PartnerSide,
  consent: Consent,
  admin: EmployerAdmin,
  company: AdminCompany,
): string {
  const { app, redirectUri, scopes, state } = consent;
  partner.consents.end(consent);
  const granted = { clientId: app.clientId, company, authorizedBy: admin.userName, scopes };
  return callbackUrl(redirectUri, { code: partner.grants.issueCode(granted, redirectUri) }, state);
}

/** Nobody gets further than the steps behind them allow. An answer is a page, or where to go on. */
function whenReady(
  consent: Consent,
  reply: FastifyReply,
  answer: (consent: Consent) => Page | string,
): FastifyReply {
  if (!consent.admin || !consent.company) {
    return sendPage(reply, brokenRequestPage('Sign in and choose a company first.'), 400);
  }
  const given = answer(consent);
  return typeof given === 'string' ? reply.redirect(given, 302) : sendPage(reply, given);
}

function sendPage(reply: FastifyReply, page: Page, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(renderPage(page));
}
