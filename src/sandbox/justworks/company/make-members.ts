import type { CalendarDate } from '../../../lib/calendar-date.ts';
import { commonTrait } from './common-traits.ts';
import { emailDomainOf, type Company } from './company.ts';
import { Days } from './days.ts';
import { beforeRehire, draftHistory } from './draft-history.ts';
import { draftJob, type Seat } from './draft-job.ts';
import { draftPerson, mailboxName } from './draft-person.ts';
import { NO_TERMINATION, type Member, type PersonalDetails, type Spell } from './member.ts';
import { FIRST_IN_TEAMS, seatAt } from './seats.ts';
import { SeededRandom } from './seeded-random.ts';
import type { Trait } from './trait.ts';
import { TRAITS } from './traits.ts';

/** One for all: most people came once. */
const NO_SPELLS: readonly Spell[] = [];

export interface CompanyPlan {
  seed: string;
  /** From 1 to 100,000. */
  size: number;
  today: CalendarDate;
}

/** The people behind the seed: the same plan and company give the same members, field for field. */
export function makeMembers(plan: CompanyPlan, company: Company): Member[] {
  const random = new SeededRandom(`${plan.seed}/members`);
  const days = new Days(plan.today);
  const mailboxes = new Mailboxes(emailDomainOf(company.legalName));
  const members: Member[] = [];
  for (let index = 0; index < plan.size; index += 1) {
    const trait = traitAt(random, index, days);
    const member = makeMember(random, index, days, seatAt(random, index, company, members), trait);
    mailboxes.give(member, trait, members);
    members.push(member);
  }
  appointManagers(members, days);
  return members;
}

function traitAt(random: SeededRandom, index: number, days: Days): Trait {
  return index < FIRST_IN_TEAMS ? (TRAITS[index]?.(random, days) ?? {}) : commonTrait(random);
}

function makeMember(random: SeededRandom, index: number, days: Days, seat: Seat, trait: Trait): Member {
  const person: PersonalDetails = { ...draftPerson(random, index, days), ...trait.person };
  const job = { ...draftJob(random, seat), ...trait.job };
  const startDay = trait.startDay ?? -random.between(70, seat.rank === 'staff' ? 1_500 : 2_800);
  const id = random.uuid();
  const history = draftHistory(random, job, startDay, days, trait.endDay);
  const { firstHiredDay, endDay, ending } = trait;
  const terminationDate = endDay === undefined ? null : days.at(endDay);
  return {
    id,
    ...person,
    ...job,
    startDate: days.at(startDay),
    ...NO_TERMINATION,
    ...(ending && { ...ending, terminationDate, lastDayWorked: terminationDate }),
    isHidden: trait.isHidden ?? false,
    earlierSpells: firstSpell(trait, days),
    history: trait.hasNoHistory
      ? []
      : firstHiredDay === undefined
        ? history
        : beforeRehire(history, days.at(firstHiredDay)),
  };
}

function firstSpell({ firstHiredDay, firstLeftDay }: Trait, days: Days): readonly Spell[] {
  if (firstHiredDay === undefined || firstLeftDay === undefined) return NO_SPELLS;
  return [{ startDate: days.at(firstHiredDay), terminationDate: days.at(firstLeftDay) }];
}

/** Addresses that nobody else has. */
class Mailboxes {
  private readonly domain: string;
  /** How many people have the name already. */
  private readonly taken = new Map<string, number>();

  constructor(domain: string) {
    this.domain = domain;
  }

  give(member: Member, trait: Trait, members: readonly Member[]): void {
    const name = this.take(mailboxName(member.firstName, member.lastName));
    member.personalEmail = `${name}@mail.example`;
    if (trait.hasNoWorkEmail) return;
    const before = trait.workEmailOf === undefined ? undefined : members[trait.workEmailOf]?.workEmail;
    const workEmail = before ?? `${name}@${this.domain}`;
    member.workEmail = trait.hasShoutedWorkEmail ? workEmail.toUpperCase() : workEmail;
  }

  private take(base: string): string {
    const count = (this.taken.get(base) ?? 0) + 1;
    this.taken.set(base, count);
    return count === 1 ? base : `${base}${count}`;
  }
}

/** After everybody is there: a manager may stand after the person. */
function appointManagers(members: readonly Member[], days: Days): void {
  for (const [index, member] of members.slice(0, FIRST_IN_TEAMS).entries()) {
    const trait = TRAITS[index]?.(new SeededRandom(''), days);
    const manager = trait?.managerIndex === undefined ? undefined : members[trait.managerIndex];
    if (manager) for (const job of [member, ...member.history]) job.manager = manager.id;
  }
}
