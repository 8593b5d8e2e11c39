import { html } from '../pages/html.ts';
import { errorBox, type Page } from '../pages/layout.ts';

/** The sign-in form; `problem` says why the last attempt failed. */
export function loginPage(csrfToken: string, problem?: string): Page {
  return {
    title: 'Sign in',
    body: html`${problem === undefined ? null : errorBox(problem)}
      <form method="post" action="/login">
        <input type="hidden" name="authenticity_token" value="${csrfToken}" />
        <label>User name <input name="username" autocomplete="username" required /></label>
        <label
          >Password <input name="password" type="password" autocomplete="current-password" required
        /></label>
        <button type="submit">Sign in</button>
      </form>
      <p>You play the HR admin? Go to <a href="/admin">the admin's pages</a>.</p>`,
  };
}
