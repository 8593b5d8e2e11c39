import type { Member, WorkHistoryEntry } from '../company/member.ts';
import { CONTRACTOR } from '../company/vocabulary.ts';
import { indexOf, nameOf, type ReportPeople } from './report-people.ts';
import { again, toTable, toUsDate, type Column, type Table } from './table.ts';

interface Line {
  member: Member;
  entry: WorkHistoryEntry;
}

/** The Work History Report: one row per member and effective change of title, team, place or pay. */
export function workHistoryTable(people: ReportPeople, lacksContractors: boolean): Table {
  const find = indexOf(people);
  const columns: Column<Line>[] = [
    ['Work ID', ({ member }) => member.workId],
    ['First Name', ({ member }) => member.firstName],
    ['Last Name', ({ member }) => member.lastName],
    ['Work Email', ({ member }) => member.workEmail],
    ['Effective Date', ({ entry }) => toUsDate(entry.effectiveDate)],
    ['Job Title', ({ entry }) => entry.jobTitle],
    ['Department', ({ entry }) => entry.department],
    ['Office', ({ entry }) => entry.office],
    ['Manager', ({ entry }) => nameOf(find(entry.manager))],
    ['Member Type', ({ entry }) => entry.memberType],
    ['Pay Type', ({ entry }) => entry.payType],
    ['Pay Rate', ({ entry }) => entry.payRate],
    ['Pay Frequency', ({ entry }) => entry.payFrequency],
    ['FLSA Status', ({ entry }) => entry.flsaStatus],
    ['Reason', ({ entry }) => entry.reason],
  ];
  const isShown = (member: Member) => !lacksContractors || member.memberType !== CONTRACTOR;
  let count = 0;
  for (const member of people.members) if (isShown(member)) count += member.history.length;
  return toTable(columns, { count, all: again(() => linesOf(people, isShown)) });
}

function* linesOf(people: ReportPeople, isShown: (member: Member) => boolean): Generator<Line> {
  for (const member of people.members) {
    if (isShown(member)) for (const entry of member.history) yield { member, entry };
  }
}
