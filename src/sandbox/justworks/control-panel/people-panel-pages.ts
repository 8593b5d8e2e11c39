import { buttonForm, radioInput, textInput } from '../admin/form-controls.ts';
import { fieldInput, memberFieldsets } from '../admin/member-form.ts';
import { BLANK_MEMBER } from '../company/blank-member.ts';
import type { FoundMembers } from '../company/find-members.ts';
import { MEMBER_FIELDS, type MemberFieldName } from '../company/member-fields.ts';
import { fullName, statusOn, type Member } from '../company/member.ts';
import { html, type Html } from '../pages/html.ts';
import { tableOf } from '../pages/list-page.ts';
import { pager, searchForm } from '../pages/member-list.ts';
import { todayIn, type World } from '../world.ts';
import { PANEL } from './panel-page.ts';

const PEOPLE = `${PANEL}/people`;

export function peoplePage(world: World, found: FoundMembers): Html {
  const today = todayIn(world);
  const rows = found.members.map((member) => [
    html`<a href="${PEOPLE}/${member.id}">${fullName(member)}</a>`,
    member.workEmail,
    member.memberType,
    statusOn(member, today),
  ]);
  return html`<p><a class="button" href="${PEOPLE}/new">Hire</a></p>
    ${searchForm(PEOPLE, found)} ${tableOf(['Name', 'Work Email', 'Member Type', 'Status'], rows)}
    ${pager(PEOPLE, found)}`;
}

export function hireFields(world: World): Html {
  const values = { ...BLANK_MEMBER, startDate: todayIn(world) };
  return html`<form method="post" action="${PEOPLE}">
    ${memberFieldsets(world.company, world.roster.members, values)}
    <button type="submit">Hire</button>
  </form>`;
}

/** A form for each thing that can happen to the person. */
export function personPage(world: World, member: Member): Html {
  const url = `${PEOPLE}/${member.id}`;
  const edit = (title: string, names: readonly MemberFieldName[]) => editForm(world, member, title, names);
  return html`<p>
      ${statusOn(member, todayIn(world))}, ${member.memberType}, Work ID ${member.workId ?? 'none'}.
      <a href="/admin/employees/${member.id}">All fields on the admin's page</a>
    </p>
    ${edit('Move', ['department', 'office', 'manager'])}
    ${edit('Rename', ['firstName', 'preferredName', 'lastName'])}
    ${edit('Change e-mail', ['workEmail', 'personalEmail'])}
    ${edit('Change pay', ['payType', 'payRate', 'payFrequency', 'flsaStatus'])}
    ${edit('Change job', ['jobTitle', 'memberType', 'startDate'])}
    ${member.terminationDate === null ? terminationForm(url) : comingBack(url, member)}
    <h2>Directory</h2>
    ${member.isHidden ? buttonForm(`${url}/show`, 'Show in Directory') : buttonForm(`${url}/hide`, 'Hide from Directory')}
    <h2>Delete</h2>
    <p>All rows of the person disappear, paid or not.</p>
    ${buttonForm(`${url}/delete`, 'Delete')}
    <h2>Work history</h2>
    ${historyTable(member)}`;
}

/** A changed job or pay is a line of the work history. */
const historyInputs = html`${textInput('effectiveDate', 'Effective date', { type: 'date' })}
${textInput('reason', 'Reason')}`;

function editForm(world: World, member: Member, title: string, names: readonly MemberFieldName[]): Html {
  const fields = MEMBER_FIELDS.filter(({ name }) => names.includes(name));
  const isJob = fields.some(({ group }) => group === 'Job' || group === 'Pay');
  return html`<h2>${title}</h2>
    <form method="post" action="${PEOPLE}/${member.id}/edit">
      ${fields.map((field) => fieldInput(field, world.company, world.roster.members, member[field.name]))}
      ${isJob ? historyInputs : null}
      <button type="submit">${title}</button>
    </form>`;
}

function terminationForm(url: string): Html {
  return html`<h2>Terminate</h2>
    <form method="post" action="${url}/terminate">
      ${textInput('date', 'Separation date', { type: 'date', isRequired: true })}
      ${textInput('lastDayWorked', 'Last day worked', { type: 'date' })}
      ${radioInput('kind', 'Type', ['voluntary', 'involuntary'], 'voluntary')}
      ${textInput('reason', 'Reason')}
      <button type="submit">Terminate</button>
    </form>`;
}

function comingBack(url: string, member: Member): Html {
  return html`<h2>Termination on ${member.terminationDate}</h2>
    ${buttonForm(`${url}/cancel-termination`, 'Cancel termination')}
    <h2>Rehire</h2>
    <form method="post" action="${url}/rehire">
      ${textInput('startDate', 'Start date', { type: 'date' })}
      <button type="submit">Rehire</button>
    </form>`;
}

function historyTable({ history }: Member): Html {
  const rows = history.map((entry) => [
    entry.effectiveDate,
    entry.jobTitle,
    entry.department,
    entry.payRate,
    entry.reason,
  ]);
  return tableOf(['Effective', 'Title', 'Department', 'Pay rate', 'Reason'], rows);
}
