import { parseFault, type Fault, type FaultInput } from '../faults/fault.ts';
import type { JournalEntry } from '../journal.ts';
import type { World } from '../world.ts';
import { createAccessControl, type AccessControl } from './access-control.ts';
import { createClockControl, type ClockControl } from './clock-control.ts';
import { createPartnerControl, type PartnerControl } from './partner-control.ts';
import { createPeopleControl, type PeopleControl } from './people-control.ts';
import { switchOn } from './switch-on.ts';
import { viewState, type SandboxState, type StatePage } from './views.ts';

/** What tests and the demo do to the sandbox; `/control/*` offers the same over HTTP. */
export interface SandboxControl extends PeopleControl, AccessControl, ClockControl, PartnerControl {
  /** Without a page everybody, where the company has no more than 2,000 people; else the first 2,000. */
  state(page?: StatePage): SandboxState;
  /** Null for a fault that has done its work at once. */
  addFault(input: FaultInput): Fault | null;
  faults(): readonly Fault[];
  /** One fault, or all. */
  clearFaults(id?: string): void;
  journal(): readonly JournalEntry[];
  clearJournal(): void;
}

export function createControl(world: World): SandboxControl {
  const { faults, journal } = world;
  return {
    ...createPeopleControl(world),
    ...createAccessControl(world),
    ...createClockControl(world),
    ...createPartnerControl(world),
    state: (page) => viewState(world, page),
    addFault: (input) => switchOn(world, parseFault({ ...input })),
    faults: () => faults.list(),
    clearFaults: (id) => faults.clear(id),
    journal: () => journal.list(),
    clearJournal: () => journal.clear(),
  };
}
