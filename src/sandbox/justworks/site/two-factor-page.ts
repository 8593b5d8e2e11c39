import { html } from '../pages/html.ts';
import { errorBox, type Page } from '../pages/layout.ts';

/** Asks for a code; with an offered secret it is the enrolment of an authenticator app. */
export function twoFactorPage(csrfToken: string, offeredSecret: string | null, problem?: string): Page {
  const isEnrollment = offeredSecret !== null;
  return {
    title: isEnrollment ? 'Set up your authenticator app' : 'Enter your code',
    hydration: { tfaInfo: isEnrollment ? { key: offeredSecret, method: 'app' } : { method: 'app' } },
    body: html`${problem === undefined ? null : errorBox(problem)}
      ${isEnrollment && html`<p>Can't scan a barcode? Type this into your app: <code>${offeredSecret}</code></p>`}
      <form method="post" action="/tfa">
        <input type="hidden" name="authenticity_token" value="${csrfToken}" />
        <input type="hidden" name="method" value="app" />
        <input type="hidden" name="remember_this_device" value="false" />
        ${isEnrollment && html`<input type="hidden" name="key" value="${offeredSecret}" />`}
        <label
          >Six-digit code <input name="auth_code" inputmode="numeric" autocomplete="one-time-code" required
        /></label>
        <button type="submit">Go on</button>
      </form>`,
  };
}
