import { html } from '../pages/html.ts';
import { errorBox, type Page } from '../pages/layout.ts';
import { fieldInputs, type InvitationField } from './invitation-fields.ts';

export interface OpenInvitation {
  csrfToken: string;
  companyName: string;
  email: string;
  fields: readonly InvitationField[];
  problem?: string | undefined;
}

export function openInvitationPage({ csrfToken, companyName, email, fields, problem }: OpenInvitation): Page {
  return {
    title: `Join ${companyName}`,
    hydration: { invitation: { status: 'open', company_name: companyName, email, fields } },
    body: html`${problem === undefined ? null : errorBox(problem)}
      <p>This invitation was sent to ${email}, which is your user name.</p>
      <form method="post">
        <input type="hidden" name="authenticity_token" value="${csrfToken}" />
        <fieldset>
          <legend>Do you have an account already?</legend>
          <label><input type="radio" name="has_existing_account" value="no" checked /> No</label>
          <label><input type="radio" name="has_existing_account" value="yes" /> Yes</label>
        </fieldset>
        ${fieldInputs(fields)}
        <label
          >Password (15 characters or more)
          <input name="password" type="password" autocomplete="new-password" required
        /></label>
        <label
          >Password again
          <input name="password_confirmation" type="password" autocomplete="new-password" required
        /></label>
        <button type="submit">Accept invitation</button>
      </form>`,
  };
}

export function closedInvitationPage(status: 'accepted' | 'expired', companyName: string): Page {
  const accepted = html`<p>This invitation was accepted. <a href="/login">Sign in</a>.</p>`;
  const expired = html`<p>This invitation has expired. Ask your admin for a new one.</p>`;
  return {
    title: `Join ${companyName}`,
    hydration: { invitation: { status, ...(status === 'accepted' && { company_name: companyName }) } },
    body: status === 'accepted' ? accepted : expired,
  };
}
