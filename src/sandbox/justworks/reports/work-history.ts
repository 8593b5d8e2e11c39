import { fullName, type Member, type WorkHistoryEntry } from '../company/member.ts';
import { toTable, toUsDate, type Column, type Table } from './table.ts';

interface Line {
  member: Member;
  entry: WorkHistoryEntry;
}

/** The Work History Report: one row per member and effective change of title, team, place or pay. */
export function workHistoryTable(members: readonly Member[]): Table {
  const byId = new Map(members.map((member) => [member.id, member]));
  const columns: Column<Line>[] = [
    ['Work ID', ({ member }) => member.workId],
    ['First Name', ({ member }) => member.firstName],
    ['Last Name', ({ member }) => member.lastName],
    ['Work Email', ({ member }) => member.workEmail],
    ['Effective Date', ({ entry }) => toUsDate(entry.effectiveDate)],
    ['Job Title', ({ entry }) => entry.jobTitle],
    ['Department', ({ entry }) => entry.department],
    ['Office', ({ entry }) => entry.office],
    ['Manager', ({ entry }) => nameOf(entry.manager, byId)],
    ['Member Type', ({ entry }) => entry.memberType],
    ['Pay Type', ({ entry }) => entry.payType],
    ['Pay Rate', ({ entry }) => entry.payRate],
    ['Pay Frequency', ({ entry }) => entry.payFrequency],
    ['FLSA Status', ({ entry }) => entry.flsaStatus],
    ['Reason', ({ entry }) => entry.reason],
  ];
  const lines = members.flatMap((member) => member.history.map((entry) => ({ member, entry })));
  return toTable(columns, lines);
}

function nameOf(id: string | null, byId: ReadonlyMap<string, Member>): string | null {
  const manager = id === null ? undefined : byId.get(id);
  return manager ? fullName(manager) : null;
}
