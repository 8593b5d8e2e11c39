import type { Member } from './member.ts';

/** The people of one moment. Costs a list of references, and a copy of who is changed later. */
export class RosterSnapshot implements Iterable<Member> {
  private readonly members: readonly Member[];
  private readonly before = new Map<string, Member>();

  constructor(members: readonly Member[]) {
    this.members = [...members];
  }

  get size(): number {
    return this.members.length;
  }

  *[Symbol.iterator](): Iterator<Member> {
    for (const member of this.members) yield this.before.get(member.id) ?? member;
  }

  /** Call before a member changes; the first state is the one that counts. */
  keep(member: Member): void {
    if (!this.before.has(member.id)) this.before.set(member.id, copyOf(member));
  }
}

/** Snapshots that somebody still holds. Those that nobody holds any more are forgotten by themselves. */
export class RosterSnapshots {
  private readonly live = new Set<WeakRef<RosterSnapshot>>();

  take(members: readonly Member[]): RosterSnapshot {
    const snapshot = new RosterSnapshot(members);
    this.live.add(new WeakRef(snapshot));
    return snapshot;
  }

  keep(member: Member): void {
    for (const reference of this.live) {
      const snapshot = reference.deref();
      if (snapshot) snapshot.keep(member);
      else this.live.delete(reference);
    }
  }
}

function copyOf(member: Member): Member {
  return { ...member, history: member.history.map((entry) => ({ ...entry })) };
}
