import { addDays, type CalendarDate } from '../../../lib/calendar-date.ts';
import { emailDomainOf, type Company } from './company.ts';
import { draftHistory } from './draft-history.ts';
import { draftJob, type Seat } from './draft-job.ts';
import { draftPerson, mailboxName } from './draft-person.ts';
import type { Member, PersonalDetails } from './member.ts';
import { SeededRandom } from './seeded-random.ts';
import { TRAITS, type Trait } from './traits.ts';

export interface CompanyPlan {
  seed: string;
  size: number;
  today: CalendarDate;
}

/** The people behind the seed: the same plan and company give the same members, field for field. */
export function makeMembers(plan: CompanyPlan, company: Company): Member[] {
  const random = new SeededRandom(`${plan.seed}/members`);
  const takenMailboxes = new Set<string>();
  const members: Member[] = [];
  for (let index = 0; index < plan.size; index += 1) {
    const trait = TRAITS[index]?.(random, plan.today) ?? {};
    const member = makeMember(random, index, plan.today, seatAt(random, index, company, members), trait);
    giveMailboxes(member, takenMailboxes, emailDomainOf(company.legalName), trait);
    members.push(member);
  }
  return members;
}

function seatAt(random: SeededRandom, index: number, company: Company, members: Member[]): Seat {
  const offices = company.offices.map((office) => office.name);
  const count = company.departments.length;
  const departmentIndex = index <= count ? (index + count - 1) % count : random.between(0, count - 1);
  const department = company.departments[departmentIndex]!.name;
  const chief = members[0]?.id ?? null;
  if (index === 0) return { rank: 'chief', department, manager: null, offices };
  if (index <= count) return { rank: 'head', department, manager: chief, offices };
  return { rank: 'staff', department, manager: members[departmentIndex + 1]?.id ?? chief, offices };
}

function makeMember(
  random: SeededRandom,
  index: number,
  today: CalendarDate,
  seat: Seat,
  trait: Trait,
): Member {
  const person: PersonalDetails = { ...draftPerson(random, index, today), ...trait.person };
  const job = { ...draftJob(random, seat), ...trait.job };
  const earliest = seat.rank === 'staff' ? 1_500 : 2_800;
  const startDate = trait.startDate ?? addDays(today, -random.between(70, earliest));
  return {
    id: random.uuid(),
    ...person,
    ...job,
    startDate,
    ...(trait.ending ?? { terminationDate: null, terminationKind: null, terminationReason: null }),
    history: draftHistory(random, job, startDate, today),
  };
}

function giveMailboxes(member: Member, taken: Set<string>, domain: string, trait: Trait): void {
  const base = mailboxName(member.firstName, member.lastName);
  let name = base;
  for (let suffix = 2; taken.has(name); suffix += 1) name = `${base}${suffix}`;
  taken.add(name);
  member.personalEmail = `${name}@mail.example`;
  if (trait.hasNoWorkEmail) return;
  const workEmail = `${name}@${domain}`;
  member.workEmail = trait.hasShoutedWorkEmail ? workEmail.toUpperCase() : workEmail;
}
