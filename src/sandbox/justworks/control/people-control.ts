import { AppError } from '../../../lib/app-error.ts';
import { addDepartment } from '../company/departments.ts';
import { addOffice, type OfficeInput } from '../company/offices.ts';
import type { Company, Department, Office } from '../company/company.ts';
import type { Member } from '../company/member.ts';
import type { MemberInput, TerminationInput } from '../company/roster.ts';
import { todayIn, type World } from '../world.ts';
import { viewMember, type MemberView } from './views.ts';

/** What an HR admin does to the company and its people. */
export interface PeopleControl {
  hire(input: MemberInput): MemberView;
  editEmployee(id: string, input: MemberInput): MemberView;
  terminate(id: string, input: TerminationInput): MemberView;
  cancelTermination(id: string): MemberView;
  /** A second spell of somebody who left. `startDate` (today) and any job or pay field. */
  rehire(id: string, input?: MemberInput): MemberView;
  /** Hides a person from Directory and Org Chart, or shows them again. */
  setHidden(id: string, isHidden: boolean): MemberView;
  removeEmployee(id: string): void;
  addDepartment(name: string): Department;
  addOffice(input: OfficeInput): Office;
  /** The company leaves Justworks today: accounts are closed, nothing can be read. */
  leaveCompany(): Company;
  returnCompany(): Company;
}

export function createPeopleControl(world: World): PeopleControl {
  const { roster, company } = world;
  const today = () => todayIn(world);
  const view = (member: Member) => viewMember(member, today());
  return {
    hire: (input) => view(roster.hire(input, today())),
    editEmployee: (id, input) => view(roster.edit(id, input, today())),
    terminate: (id, input) => view(roster.terminate(id, input)),
    cancelTermination: (id) => view(roster.cancelTermination(id)),
    rehire: (id, input = {}) => view(roster.rehire(id, input, today())),
    setHidden: (id, isHidden) => view(roster.setHidden(id, isHidden)),
    removeEmployee: (id) => roster.remove(id),
    addDepartment: (name) => addDepartment(world, name),
    addOffice: (input) => addOffice(world, input),
    leaveCompany: () => {
      if (company.leftOn !== null)
        throw new AppError('conflict', 'company_left', 'The company has left already.');
      return Object.assign(company, { leftOn: today() });
    },
    returnCompany: () => Object.assign(company, { leftOn: null }),
  };
}
