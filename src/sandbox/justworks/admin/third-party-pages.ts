import { PERMISSION_GROUPS } from '../access/permissions.ts';
import type { ThirdParty } from '../access/third-party.ts';
import { fullName } from '../company/member.ts';
import { departmentChoices, officeChoices } from '../company/member-fields.ts';
import { NO_DEPARTMENT, REMOTE_OFFICE, THIRD_PARTY_TYPES } from '../company/vocabulary.ts';
import { html, type Html } from '../pages/html.ts';
import { tableOf } from '../pages/list-page.ts';
import { toUsDate } from '../reports/table.ts';
import { todayIn, type World } from '../world.ts';
import { buttonForm, managerInput, radioInput, sameText, selectInput, textInput } from './form-controls.ts';

const INVITATION_TEXT = {
  not_sent: 'Added but not invited',
  sent: 'Invited',
  accepted: 'Accepted',
};

export function thirdPartyList(world: World): Html {
  const rows = world.thirdParties
    .list()
    .map((one) => [
      html`<a href="/admin/third-party/${one.id}">${fullName(one)}</a>`,
      one.memberType,
      one.workEmail,
      INVITATION_TEXT[one.invitation],
    ]);
  return html`<p><a class="button" href="/admin/employees/add">Add</a></p>
    ${tableOf(['Name', 'Member Type', 'Work Email', 'Invitation'], rows)}`;
}

/** The fields and their order as integrations document them for this form. */
export function thirdPartyForm(world: World): Html {
  const { company, roster } = world;
  return html`<form method="post" action="/admin/third-party">
    ${selectInput('memberType', 'Member Type', sameText(THIRD_PARTY_TYPES), THIRD_PARTY_TYPES[0])}
    ${radioInput('adminAccess', 'Admin Access', ['Yes', 'No'], 'Yes')}
    ${textInput('firstName', 'First Name', { isRequired: true })}
    ${textInput('lastName', 'Last Name', { isRequired: true })} ${textInput('title', 'Title')}
    ${managerInput(roster.members, null)}
    ${selectInput('department', 'Department', sameText(departmentChoices(company)), NO_DEPARTMENT)}
    ${selectInput('office', 'Office', sameText(officeChoices(company)), REMOTE_OFFICE)}
    ${textInput('startDate', 'Start date', { type: 'date', value: todayIn(world), isRequired: true })}
    ${textInput('workEmail', 'Work Email', { type: 'email', isRequired: true })}
    ${selectInput('sendInvitationTo', 'Send Invitation to', sameText(['Work Email']), 'Work Email')}
    ${radioInput('sendInvitation', 'Send it', ['Now', 'Later'], 'Now')}
    <button type="submit">Save</button>
  </form>`;
}

/** Permissions are granted here, once the invitation is sent. */
export function thirdPartyPage(one: ThirdParty): Html {
  const url = `/admin/third-party/${one.id}`;
  return html`<p>${one.memberType}, ${one.workEmail}. Invitation: ${INVITATION_TEXT[one.invitation]}.</p>
    ${one.invitation === 'accepted' ? null : invitationNotice(url, one)}
    ${one.invitation === 'not_sent' ? null : permissionSection(url, one)}
    <h2>Termination</h2>
    ${terminationPart(url, one)}
    <h2>Removal</h2>
    ${buttonForm(`${url}/remove`, 'Remove')}`;
}

function invitationNotice(url: string, one: ThirdParty): Html {
  const wasSent = one.invitation === 'sent';
  return html`<div class="notice">
    <p>${wasSent ? 'The invitation was not accepted yet.' : 'No invitation was sent yet.'}</p>
    ${buttonForm(`${url}/invite`, wasSent ? 'Send invitation again' : 'Send invitation')}
  </div>`;
}

function terminationPart(url: string, one: ThirdParty): Html {
  if (one.terminationDate !== null) {
    return html`<p>Access ends at 2:00 AM in New York on the day after ${toUsDate(one.terminationDate)}.</p>
      ${buttonForm(`${url}/cancel-termination`, 'Cancel termination')}`;
  }
  return html`<form method="post" action="${url}/termination">
    ${textInput('date', 'Separation date', { type: 'date', isRequired: true })}
    <button type="submit">Schedule Termination</button>
  </form>`;
}

function permissionSection(url: string, one: ThirdParty): Html {
  if (!one.hasAdminAccess) return html`<p>Without admin access there are no permissions to grant.</p>`;
  return html`<h2>Administrator permissions</h2>
    ${permissionForm(url, one)}`;
}

/** Tick boxes of all permissions; `back` is where to go after they are saved. */
export function permissionForm(url: string, one: ThirdParty, back?: string): Html {
  return html`<form method="post" action="${url}/permissions">
    ${back === undefined ? null : html`<input type="hidden" name="back" value="${back}" />`}
    ${PERMISSION_GROUPS.map(
      ({ group, permissions }) =>
        html`<fieldset>
          <legend>${group}</legend>
          ${permissions.map((permission) => {
            const checked = one.permissions.has(permission) ? html` checked` : null;
            return html`<label
              ><input type="checkbox" name="permission" value="${permission}" ${checked} />
              ${permission}</label
            >`;
          })}
        </fieldset>`,
    )}
    <button type="submit">Save permissions</button>
  </form>`;
}
