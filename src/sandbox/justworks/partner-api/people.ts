import type { ThirdParty } from '../access/third-party.ts';
import type { ThirdParties } from '../access/third-parties.ts';
import type { CompanyChanges } from '../company/company-changes.ts';
import type { Member } from '../company/member.ts';
import type { Roster } from '../company/roster.ts';
import type { PublicIds } from './public-ids.ts';

/** Whoever the API calls a member: the company's people, and third parties with them. */
export type Person =
  { id: string; member: Member; thirdParty?: never } | { id: string; thirdParty: ThirdParty; member?: never };

type PersonWithMember = Extract<Person, { member: Member }>;

/** The people of the API in the order of their ids; sorted anew only after somebody came or went. */
export class People {
  private members: PersonWithMember[] = [];
  private byId = new Map<string, PersonWithMember>();
  private isStale = true;
  /** Changes with the roster; whoever caches something made of it compares. */
  version = 0;
  readonly roster: Roster;
  private readonly thirdParties: ThirdParties;
  private readonly ids: PublicIds;

  constructor(
    world: { roster: Roster; thirdParties: ThirdParties; changes: CompanyChanges },
    ids: PublicIds,
  ) {
    this.roster = world.roster;
    this.thirdParties = world.thirdParties;
    this.ids = ids;
    world.changes.listen(({ kind }) => {
      this.version += 1;
      if (kind === 'hired' || kind === 'removed') this.isStale = true;
    });
  }

  /** Without third parties. */
  listMembers(): readonly PersonWithMember[] {
    if (this.isStale) this.sortAnew();
    return this.members;
  }

  list(): readonly Person[] {
    const outside = this.thirdParties.list().map((thirdParty) => this.toThirdParty(thirdParty));
    return outside.length === 0 ? this.listMembers() : [...this.listMembers(), ...outside].sort(byId);
  }

  find(id: string): Person | undefined {
    if (this.isStale) this.sortAnew();
    const outside = this.thirdParties.list().find((thirdParty) => this.ids.swap(thirdParty.id) === id);
    return outside ? this.toThirdParty(outside) : this.byId.get(id);
  }

  findMember(id: string): Member | undefined {
    return this.find(id)?.member;
  }

  private toThirdParty(thirdParty: ThirdParty): Person {
    return { id: this.ids.swap(thirdParty.id), thirdParty };
  }

  private sortAnew(): void {
    this.members = this.roster.members.map((member) => ({ id: this.ids.swap(member.id), member })).sort(byId);
    this.byId = new Map(this.members.map((person) => [person.id, person]));
    this.isStale = false;
  }
}

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}
