import type { Department } from './company.ts';
import type { Member } from './member.ts';

/** What an admin did to the company, told after it is done. */
export type CompanyChange =
  | {
      kind: 'hired' | 'edited' | 'termination_scheduled' | 'termination_canceled' | 'removed';
      member: Member;
    }
  | { kind: 'department_added' | 'department_renamed' | 'department_removed'; department: Department };

type Listener = (change: CompanyChange) => void;

/** The one place where changes of people and departments are told, whichever door they came through. */
export class CompanyChanges {
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  announce(change: CompanyChange): void {
    for (const listener of this.listeners) listener(change);
  }
}
