import { invalidInput } from '../../../lib/app-error.ts';
import type { ThirdPartyInput } from '../access/parse-third-party.ts';
import type { MemberInput, TerminationInput } from '../company/roster.ts';
import { departmentChoices } from '../company/member-fields.ts';
import { parseFault, type Fault, type FaultInput } from '../faults/fault.ts';
import { addThirdParty, sendInvitation } from '../invite-third-party.ts';
import type { JournalEntry } from '../journal.ts';
import { todayIn, type World } from '../world.ts';
import { addSignIn, removeThirdParty, unlock, type SignInInput } from './sign-ins.ts';
import { switchOn } from './switch-on.ts';
import {
  viewMember,
  viewState,
  viewThirdParty,
  type MemberView,
  type SandboxState,
  type ThirdPartyView,
} from './views.ts';

/** What tests and the demo do to the sandbox; `/control/*` offers the same over HTTP. */
export interface SandboxControl {
  state(): SandboxState;
  hire(input: MemberInput): MemberView;
  editEmployee(id: string, input: MemberInput): MemberView;
  terminate(id: string, input: TerminationInput): MemberView;
  cancelTermination(id: string): MemberView;
  removeEmployee(id: string): void;
  addDepartment(name: string): { id: string; name: string };
  addThirdParty(input: ThirdPartyInput): Promise<ThirdPartyView>;
  sendInvitation(id: string): Promise<ThirdPartyView>;
  expireInvitation(id: string): ThirdPartyView;
  setPermissions(id: string, permissions: readonly string[]): ThirdPartyView;
  removeThirdParty(id: string): void;
  /** A third party that can sign in at once, without an invitation. */
  addSignIn(input: SignInInput): ThirdPartyView;
  unlock(id: string): ThirdPartyView;
  /** Null for a fault that has done its work at once. */
  addFault(input: FaultInput): Fault | null;
  faults(): readonly Fault[];
  clearFaults(): void;
  journal(): readonly JournalEntry[];
  clearJournal(): void;
}

export function createControl(world: World): SandboxControl {
  const { roster, thirdParties, invitations, faults, journal } = world;
  const today = () => todayIn(world);
  return {
    state: () => viewState(world),
    hire: (input) => viewMember(roster.hire(input, today()), today()),
    editEmployee: (id, input) => viewMember(roster.edit(id, input, today()), today()),
    terminate: (id, input) => viewMember(roster.terminate(id, input), today()),
    cancelTermination: (id) => viewMember(roster.cancelTermination(id), today()),
    removeEmployee: (id) => roster.remove(id),
    addDepartment: (name) => addDepartment(world, name),
    addThirdParty: async (input) => viewThirdParty(await addThirdParty(world, input)),
    sendInvitation: async (id) => viewThirdParty(await sendInvitation(world, id)),
    expireInvitation: (id) => {
      invitations.expire(id, world.clock.now());
      return viewThirdParty(thirdParties.get(id));
    },
    setPermissions: (id, permissions) => viewThirdParty(thirdParties.setPermissions(id, permissions)),
    removeThirdParty: (id) => removeThirdParty(world, id),
    addSignIn: (input) => viewThirdParty(addSignIn(world, input)),
    unlock: (id) => viewThirdParty(unlock(world, id)),
    addFault: (input) => switchOn(world, parseFault({ ...input })),
    faults: () => faults.list(),
    clearFaults: () => faults.clear(),
    journal: () => journal.list(),
    clearJournal: () => journal.clear(),
  };
}

function addDepartment(world: World, name: string): { id: string; name: string } {
  if (typeof name !== 'string' || name.trim() === '' || departmentChoices(world.company).includes(name)) {
    throw invalidInput('invalid_field', 'A department needs a name of its own.', '/name');
  }
  const department = { id: world.roster.newId(), name };
  world.company.departments.push(department);
  return department;
}
