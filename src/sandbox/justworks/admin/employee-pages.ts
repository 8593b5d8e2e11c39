import { fullName, statusOn, type Member } from '../company/member.ts';
import { findMembers, type MemberSearch } from '../company/find-members.ts';
import { wasPaid } from '../company/was-paid.ts';
import { isContractor, NO_DEPARTMENT, REMOTE_OFFICE } from '../company/vocabulary.ts';
import { html, type Html } from '../pages/html.ts';
import { tableOf } from '../pages/list-page.ts';
import { pager, searchForm } from '../pages/member-list.ts';
import { isListed } from '../company/directory.ts';
import { toUsDate } from '../reports/table.ts';
import { todayIn, type World } from '../world.ts';
import { buttonForm, radioInput, textInput } from './form-controls.ts';
import { memberFieldsets } from './member-form.ts';

const NEW_MEMBER: Partial<Member> = {
  memberType: 'Employee - Full Time (W-2)',
  department: NO_DEPARTMENT,
  office: REMOTE_OFFICE,
  country: 'United States',
};

export type PeopleListKind = 'employees' | 'contractors' | 'directory';

const IS_MEANT: Record<PeopleListKind, (member: Member, today: string) => boolean> = {
  employees: (member) => !isContractor(member.memberType),
  contractors: (member) => isContractor(member.memberType),
  directory: isListed,
};

/** Fifty people at a time, with a search. */
export function peopleList(world: World, kind: PeopleListKind, search: MemberSearch): Html {
  const today = todayIn(world);
  const url = `/admin/${kind}`;
  const found = findMembers(world.roster.members, search, (member) => IS_MEANT[kind](member, today));
  const rows = found.members.map((member) => [
    html`<a href="/admin/employees/${member.id}">${fullName(member)}</a>`,
    member.jobTitle,
    member.department,
    member.office,
    toUsDate(member.startDate),
    statusOn(member, today),
  ]);
  return html`<p><a class="button" href="/admin/employees/add">Add</a></p>
    ${searchForm(url, found)}
    ${tableOf(['Name', 'Title', 'Department', 'Office', 'Start Date', 'Status'], rows)} ${pager(url, found)}`;
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
    <h2>Directory and Org Chart</h2>
    ${
      member.isHidden
        ? buttonForm(`${url}/show`, 'Show in Directory and Org Chart')
        : buttonForm(`${url}/hide`, 'Hide from Directory and Org Chart')
    }
    <h2>Termination</h2>
    ${terminationSection(url, member)}
    <h2>Removal</h2>
    ${removalSection(url, wasPaid(member, todayIn(world)))}`;
}

export function terminationForm(member: Member): Html {
  const url = `/admin/employees/${member.id}`;
  return html`<form method="post" action="${url}/termination">
    ${textInput('date', 'Separation date', { type: 'date', isRequired: true })}
    ${textInput('lastDayWorked', 'Last day worked', { type: 'date' })}
    ${radioInput('kind', 'Type', ['voluntary', 'involuntary'], 'voluntary')} ${textInput('reason', 'Reason')}
    <button type="submit">Schedule Termination</button>
    <a href="${url}">Back</a>
  </form>`;
}

function terminationSection(url: string, member: Member): Html {
  if (member.terminationDate === null) {
    return html`<p><a class="button" href="${url}/termination">Schedule Termination</a></p>`;
  }
  return html`<p>
      Separation date: ${toUsDate(member.terminationDate)} (${member.terminationKind}), last day worked:
      ${toUsDate(member.lastDayWorked)}. Reason: ${member.terminationReason ?? 'none given'}.
    </p>
    ${buttonForm(`${url}/cancel-termination`, 'Cancel termination')}`;
}

function removalSection(url: string, wasEverPaid: boolean): Html {
  if (wasEverPaid) return html`<p>Who was paid stays on record.</p>`;
  return html`<p>Was never paid and can be removed. The rows disappear from all reports.</p>
    ${buttonForm(`${url}/remove`, 'Remove')}`;
}
