import { ALL_PERMISSIONS } from '../access/permissions.ts';
import type { ThirdParty } from '../access/third-party.ts';
import { fullName } from '../company/member.ts';
import { html, type Html } from '../pages/html.ts';
import { tableOf } from '../pages/list-page.ts';
import type { World } from '../world.ts';
import { permissionForm } from './third-party-pages.ts';

export const PERMISSIONS_URL = '/admin/permissions';

/** Who holds what, and tick boxes for each one who can hold anything: permissions can be changed at any time. */
export function permissionsPage(world: World): Html {
  const admins = world.thirdParties.list().filter((one) => one.hasAdminAccess);
  return html`<h2>Who holds what</h2>
    ${holderTable(admins)}
    <h2>Your admins</h2>
    ${admins.length === 0 ? html`<p>No third party has admin access.</p>` : admins.map(adminPart)}`;
}

function holderTable(admins: readonly ThirdParty[]): Html {
  const rows = ALL_PERMISSIONS.map((permission) => {
    const holders = admins.filter((one) => one.permissions.has(permission)).map(fullName);
    return [permission, holders.join(', ') || 'Nobody'];
  });
  return tableOf(['Permission', 'Held by'], rows);
}

/** As everywhere, permissions are ticked only after the invitation was sent. */
function adminPart(one: ThirdParty): Html {
  const url = `/admin/third-party/${one.id}`;
  const form = permissionForm(url, one, PERMISSIONS_URL);
  return html`<details>
    <summary>${fullName(one)} (${one.permissions.size} of ${ALL_PERMISSIONS.length})</summary>
    ${one.invitation === 'not_sent' ? html`<p>Send the <a href="${url}">invitation</a> first.</p>` : form}
  </details>`;
}
