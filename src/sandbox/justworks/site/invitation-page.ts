import { html } from '../pages/html.ts';
import { errorBox, type Page } from '../pages/layout.ts';

export function openInvitationPage(
  csrfToken: string,
  companyName: string,
  email: string,
  problem?: string,
): Page {
  return {
    title: `Join ${companyName}`,
    hydration: { invitation: { status: 'open', company_name: companyName, email } },
    body: html`${problem === undefined ? null : errorBox(problem)}
      <p>This invitation was sent to ${email}.</p>
      <form method="post">
        <input type="hidden" name="authenticity_token" value="${csrfToken}" />
        <fieldset>
          <legend>Do you have an account already?</legend>
          <label><input type="radio" name="has_existing_account" value="no" checked /> No</label>
          <label><input type="radio" name="has_existing_account" value="yes" /> Yes</label>
        </fieldset>
        <label>User name <input name="username" value="${email}" autocomplete="username" required /></label>
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
