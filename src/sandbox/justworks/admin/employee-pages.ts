import { fullName, statusOn, type Member } from '../company/member.ts';
import { CONTRACTOR, NO_DEPARTMENT, REMOTE_OFFICE } from '../company/vocabulary.ts';
import { html, type Html } from '../pages/html.ts';
import { tableOf } from '../pages/list-page.ts';
import { toUsDate } from '../reports/table.ts';
import { todayIn, type World } from '../world.ts';
import { buttonForm, selectInput, textInput, sameText } from './form-controls.ts';
import { memberFieldsets } from './member-form.ts';

const NEW_MEMBER: Partial<Member> = {
  memberType: 'Employee - Full Time (W-2)',
  department: NO_DEPARTMENT,
  office: REMOTE_OFFICE,
  country: 'United States',
};

export function peopleList(world: World, isContractorList: boolean): Html {
  const today = todayIn(world);
  const shown = world.roster.members.filter(
    (member) => (member.memberType === CONTRACTOR) === isContractorList,
  );
  const rows = shown.map((member) => [
    html`<a href="/admin/employees/${member.id}">${fullName(member)}</a>`,
    member.jobTitle,
    member.department,
    member.office,
    toUsDate(member.startDate),
    statusOn(member, today),
  ]);
  return html`<p><a class="button" href="/admin/employees/add">Add</a></p>
    ${tableOf(['Name', 'Title', 'Department', 'Office', 'Start Date', 'Status'], rows)}`;
}

/** Where "Add" leads: an employee, or a third party behind a fold. */
export const addChoices = html`<p><a class="button" href="/admin/employees/new">Add employee</a></p>
  <details>
    <summary>Add third party or temp</summary>
    <p>People and services outside the company that need access to it.</p>
    <p><a class="button" href="/admin/third-party/add">Add third-party</a></p>
  </details>`;

export function hireForm(world: World): Html {
  const values = { ...NEW_MEMBER, startDate: todayIn(world) };
  return html`<form method="post" action="/admin/employees">
    ${memberFieldsets(world.company, world.roster.members, values)}
    <button type="submit">Add employee</button>
  </form>`;
}

export function memberPage(world: World, member: Member): Html {
  const url = `/admin/employees/${member.id}`;
  return html`<p>${statusOn(member, todayIn(world))}</p>
    <form method="post" action="${url}">
      ${memberFieldsets(world.company, world.roster.members, member)}
      <button type="submit">Save</button>
    </form>
    <h2>Termination</h2>
    ${member.terminationDate === null ? terminationForm(url) : scheduledTermination(url, member)}
    <h2>Removal</h2>
    <p>A member who was never paid can be removed. The rows disappear from all reports.</p>
    ${buttonForm(`${url}/remove`, 'Remove')}`;
}

function terminationForm(url: string): Html {
  return html`<form method="post" action="${url}/termination">
    ${textInput('date', 'Last day', { type: 'date', isRequired: true })}
    ${selectInput('kind', 'Type', sameText(['voluntary', 'involuntary']), 'voluntary')}
    ${textInput('reason', 'Reason')}
    <button type="submit">Schedule Termination</button>
  </form>`;
}

function scheduledTermination(url: string, member: Member): Html {
  return html`<p>Last day: ${toUsDate(member.terminationDate)} (${member.terminationKind})</p>
    ${buttonForm(`${url}/cancel-termination`, 'Cancel termination')}`;
}
