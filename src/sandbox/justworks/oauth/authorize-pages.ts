import { html, type Html } from '../pages/html.ts';
import { errorBox, type Page } from '../pages/layout.ts';
import type { Consent } from './consents.ts';
import type { EmployerAdmin } from './employer-admins.ts';
import { needsTick, SCOPE_TEXTS } from './scopes.ts';

/** The pages from log-in to consent, in their order. Each form carries the walk that it belongs to. */
export function signInPage(consent: Consent, admins: readonly EmployerAdmin[], problem?: string): Page {
  return {
    title: 'Sign in to connect an app',
    body: html`${problem === undefined ? null : errorBox(problem)}
      <p>${consent.app.name} wants to connect to your company. Sign in as an admin of the company.</p>
      ${walkForm(
        consent,
        'sign-in',
        html`<label>User name <input name="username" autocomplete="username" required /></label>
          <label
            >Password <input name="password" type="password" autocomplete="current-password" required
          /></label>
          <button type="submit">Sign in</button>`,
      )}
      <h2>Log-ins of this sandbox</h2>
      <ul>
        ${admins.map(
          (admin) =>
            html`<li>
              <code>${admin.userName}</code>, password <code>${admin.password}</code>${
                admin.canManageEmployees ? null : ' (without the permission "Manage employees")'
              }
            </li>`,
        )}
      </ul>`,
  };
}

export function chooseCompanyPage(consent: Consent, admin: EmployerAdmin, problem?: string): Page {
  const choices = admin.companies.map(
    ({ id, name }) =>
      html`<label><input type="radio" name="company_id" value="${id}" required /> ${name}</label>`,
  );
  return {
    title: 'Choose a company',
    body: html`${problem === undefined ? null : errorBox(problem)}
    ${walkForm(
      consent,
      'company',
      html`<fieldset>
          <legend>${consent.app.name} will be connected to</legend>
          ${choices}
        </fieldset>
        <button type="submit">Continue</button>`,
    )}`,
  };
}

export function introductionPage(consent: Consent): Page {
  const next = html`<button type="submit">Next</button>`;
  return {
    title: `Connect ${consent.app.name}`,
    body: html`<p>
        ${consent.app.name} asks for access to ${consent.company!.name}. On the next page you see what it
        wants to read.
      </p>
      ${walkForm(consent, 'next', next)}`,
  };
}

export function consentPage(consent: Consent, problem?: string): Page {
  const tick = html`<label
    ><input type="checkbox" name="acknowledged" value="yes" /> I agree that ${consent.app.name} reads sex or
    date of birth of our people.</label
  >`;
  return {
    title: `Authorize ${consent.app.name}`,
    body: html`${problem === undefined ? null : errorBox(problem)}
      <p>${consent.app.name} will read from ${consent.company!.name}:</p>
      <ul>
        ${consent.scopes.map((scope) => html`<li>${SCOPE_TEXTS[scope]} (<code>${scope}</code>)</li>`)}
      </ul>
      ${walkForm(
        consent,
        'decision',
        html`${needsTick(consent.scopes) ? tick : null}
          <button type="submit" name="decision" value="authorize">Authorize</button>
          <button type="submit" name="decision" value="cancel">Cancel</button>`,
      )}`,
  };
}

export function lockedPage(consent: Consent): Page {
  return {
    title: 'This integration is locked',
    body: html`<p class="notice">
      You need the permission "Manage employees" to connect ${consent.app.name}. Ask an admin who has it.
    </p>`,
  };
}

export function brokenRequestPage(reason: string): Page {
  return { title: 'This link does not work', body: errorBox(reason) };
}

function walkForm(consent: Consent, step: string, fields: Html): Html {
  return html`<form method="post" action="/oauth/authorize/${step}">
    <input type="hidden" name="request" value="${consent.id}" />
    ${fields}
  </form>`;
}
