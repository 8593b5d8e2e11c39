import { ALL_PERMISSIONS } from '../access/permissions.ts';
import type { ThirdParty } from '../access/third-party.ts';
import { buttonForm, textInput } from '../admin/form-controls.ts';
import { fullName } from '../company/member.ts';
import { viewThirdParty } from '../control/views.ts';
import { html, type Html } from '../pages/html.ts';
import { tableOf } from '../pages/list-page.ts';
import { PANEL } from './panel-page.ts';

export function outsiderList(thirdParties: readonly ThirdParty[]): Html {
  const rows = thirdParties.map((one) => [
    html`<a href="${PANEL}/third-party/${one.id}">${fullName(one)}</a>`,
    one.workEmail,
    one.invitation,
    `${one.permissions.size} of ${ALL_PERMISSIONS.length}`,
  ]);
  if (rows.length === 0) return html`<p>None yet. <a href="/admin/third-party/add">Add third-party</a></p>`;
  return tableOf(['Name', 'Work Email', 'Invitation', 'Permissions'], rows);
}

export function outsiderPage(one: ThirdParty): Html {
  const url = `${PANEL}/third-party/${one.id}`;
  const { userName, hasAuthenticator, isLocked } = viewThirdParty(one);
  return html`<p>
      ${one.memberType}, ${one.workEmail}. Invitation: ${one.invitation}. User name: ${userName ?? 'none'}.
      Authenticator: ${hasAuthenticator ? 'enrolled' : 'none'}. ${isLocked ? 'Locked.' : null}
    </p>
    <h2>Permissions</h2>
    ${permissionTable(url, one)}
    <h2>Sign-in</h2>
    ${isLocked ? buttonForm(`${url}/unlock`, 'Unlock') : html`<p>Not locked.</p>`}
    ${one.invitation === 'accepted' ? null : buttonForm(`${url}/invite`, 'Send an invitation')}
    ${one.invitation === 'sent' ? buttonForm(`${url}/expire-invitation`, 'Expire the invitation') : null}
    <h2>Companies of the log-in</h2>
    <p>Besides this company: ${one.otherCompanies.map((other) => other.displayName).join(', ') || 'none'}.</p>
    <form method="post" action="${url}/companies">
      ${textInput('name', 'Name of a further company', { isRequired: true })}
      <button type="submit">Add company</button>
    </form>
    <h2>Termination</h2>
    ${terminationPart(url, one)}
    <h2>Delete</h2>
    ${buttonForm(`${url}/delete`, 'Delete')}`;
}

function permissionTable(url: string, one: ThirdParty): Html {
  if (!one.hasAdminAccess) return html`<p>Without admin access there are no permissions to grant.</p>`;
  const rows = ALL_PERMISSIONS.map((permission) => {
    const action = one.permissions.has(permission) ? 'revoke' : 'grant';
    const button = html`<form method="post" action="${url}/${action}">
      <button type="submit" name="permission" value="${permission}">
        ${action === 'grant' ? 'Grant' : 'Revoke'} ${permission}
      </button>
    </form>`;
    return [permission, action === 'grant' ? 'no' : 'yes', button];
  });
  return tableOf(['Permission', 'Held', 'Change'], rows);
}

function terminationPart(url: string, one: ThirdParty): Html {
  if (one.terminationDate !== null) {
    return html`<p>Access ends at 2:00 AM in New York on the day after ${one.terminationDate}.</p>
      ${buttonForm(`${url}/cancel-termination`, 'Cancel termination')}`;
  }
  return html`<form method="post" action="${url}/terminate">
    ${textInput('date', 'Separation date', { type: 'date', isRequired: true })}
    <button type="submit">Terminate</button>
  </form>`;
}
