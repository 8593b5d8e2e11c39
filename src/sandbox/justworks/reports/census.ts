import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { fullName, statusOn, type Member } from '../company/member.ts';
import { toTable, toUsDate, type Column, type Table } from './table.ts';

/** The Employee Census Report: one row per member, also for those who left and those to come. */
export function censusTable(members: readonly Member[], today: CalendarDate): Table {
  const byId = new Map(members.map((member) => [member.id, member]));
  const managerOf = (member: Member) => (member.manager === null ? undefined : byId.get(member.manager));
  const columns: Column<Member>[] = [
    ['Work ID', (member) => member.workId],
    ['First Name', (member) => member.firstName],
    ['Preferred Name', (member) => member.preferredName],
    ['Last Name', (member) => member.lastName],
    ['Work Email', (member) => member.workEmail],
    ['Personal Email', (member) => member.personalEmail],
    ['Cell Phone', (member) => member.cellPhone],
    ['Home Phone', (member) => member.homePhone],
    ['Date of Birth', (member) => toUsDate(member.dateOfBirth)],
    ['Gender', (member) => member.gender],
    ['Ethnicity', (member) => member.ethnicity],
    ['Street Address 1', (member) => member.street1],
    ['Street Address 2', (member) => member.street2],
    ['City', (member) => member.city],
    ['State', (member) => member.state],
    ['Postal Code', (member) => member.postalCode],
    ['Country', (member) => member.country],
    ['Job Title', (member) => member.jobTitle],
    ['Department', (member) => member.department],
    ['Office', (member) => member.office],
    ['Manager', (member) => nameOf(managerOf(member))],
    ['Manager Email', (member) => managerOf(member)?.workEmail ?? null],
    ['Member Type', (member) => member.memberType],
    ['Start Date', (member) => toUsDate(member.startDate)],
    ['Termination Date', (member) => toUsDate(member.terminationDate)],
    ['Status', (member) => statusOn(member, today)],
  ];
  return toTable(columns, members);
}

function nameOf(member: Member | undefined): string | null {
  return member ? fullName(member) : null;
}
