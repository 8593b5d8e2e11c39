import { statusOn, type Member } from '../company/member.ts';
import type { ThirdParty } from '../access/third-party.ts';
import { CONTRACTOR } from '../company/vocabulary.ts';
import { indexOf, nameOf, type ReportPeople } from './report-people.ts';
import { again, toTable, toUsDate, type Column, type Table } from './table.ts';

/** Who stands in the census besides, or does not. */
export interface CensusScope {
  lacksContractors: boolean;
  hasThirdParties: boolean;
}

type Find = ReturnType<typeof indexOf>;

/** The Employee Census Report: one row per member, also for those who left and those to come. */
export function censusTable(people: ReportPeople, scope: CensusScope): Table {
  const isShown = (member: Member) => !scope.lacksContractors || member.memberType !== CONTRACTOR;
  const count = scope.lacksContractors ? [...people.members].filter(isShown).length : people.members.size;
  const find = lazily(() => indexOf(people));
  const members = { count, all: again(() => shown(people.members, isShown)) };
  const table = toTable(columnsOf(find, people.today), members);
  return scope.hasThirdParties ? withThirdParties(table, people.thirdParties) : table;
}

function* shown(members: Iterable<Member>, isShown: (member: Member) => boolean): Generator<Member> {
  for (const member of members) if (isShown(member)) yield member;
}

function columnsOf(find: Find, today: string): Column<Member>[] {
  return [
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
    ['Manager', (member) => nameOf(find(member.manager))],
    ['Manager Email', (member) => find(member.manager)?.workEmail ?? null],
    ['Member Type', (member) => member.memberType],
    ['Start Date', (member) => toUsDate(member.startDate)],
    ['Termination Date', (member) => toUsDate(member.terminationDate)],
    ['Status', (member) => statusOn(member, today)],
  ];
}

/** Rows that are no employees, and that only their Member Type gives away. */
function withThirdParties(table: Table, thirdParties: readonly ThirdParty[]): Table {
  const rows = thirdParties.map((one) => {
    const cells: Record<string, string | null> = {
      'First Name': one.firstName,
      'Last Name': one.lastName,
      'Work Email': one.workEmail,
      'Job Title': one.title,
      Department: one.department,
      Office: one.office,
      'Member Type': one.memberType,
      'Start Date': toUsDate(one.startDate),
      Status: 'Active',
    };
    return table.header.map((name) => cells[name] ?? '');
  });
  const all = again(function* () {
    yield* table.rows;
    yield* rows;
  });
  return { ...table, rowCount: table.rowCount + rows.length, rows: all };
}

/** Made at the first call; nobody may ever ask for a row. */
function lazily(make: () => Find): Find {
  let find: Find | undefined;
  return (id) => (find ??= make())(id);
}
