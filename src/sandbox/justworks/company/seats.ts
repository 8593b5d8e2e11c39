import type { Company } from './company.ts';
import type { Seat } from './draft-job.ts';
import type { Member } from './member.ts';
import type { SeededRandom } from './seeded-random.ts';

/** From here on people stand in teams; before it every one of the staff reports to a head. */
export const FIRST_IN_TEAMS = 40;
const TEAM_SIZE = 10;

/** Index 0 leads the company, the next ones lead one department each, the others work in one. */
export function seatAt(
  random: SeededRandom,
  index: number,
  company: Company,
  members: readonly Member[],
): Seat {
  const count = company.departments.length;
  const departmentIndex = departmentIndexOf(random, index, count);
  const place = {
    department: company.departments[departmentIndex]!.name,
    offices: company.offices.map(({ name }) => name),
  };
  const idAt = (at: number) => members[at]?.id ?? members[0]?.id ?? null;
  if (index === 0) return { rank: 'chief', ...place, manager: null };
  if (index <= count) return { rank: 'head', ...place, manager: idAt(0) };
  return { rank: 'staff', ...place, manager: idAt(leadIndexOf(index, departmentIndex, count)) };
}

function departmentIndexOf(random: SeededRandom, index: number, count: number): number {
  if (index >= FIRST_IN_TEAMS) return (index - FIRST_IN_TEAMS) % count;
  return index <= count ? (index + count - 1) % count : random.between(0, count - 1);
}

/** A tree in which each one leads ten: the line from anybody to the chief stays short in a company of any size. */
function leadIndexOf(index: number, departmentIndex: number, count: number): number {
  const nth = Math.floor((index - FIRST_IN_TEAMS) / count);
  if (nth <= 0) return departmentIndex + 1;
  return FIRST_IN_TEAMS + Math.floor((nth - 1) / TEAM_SIZE) * count + departmentIndex;
}
