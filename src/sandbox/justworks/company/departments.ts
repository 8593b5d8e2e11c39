import { invalidInput, notFound } from '../../../lib/app-error.ts';
import type { CompanyChanges } from './company-changes.ts';
import type { Company, Department } from './company.ts';
import { departmentChoices } from './member-fields.ts';
import type { JobDetails, Member } from './member.ts';
import type { Roster } from './roster.ts';
import { NO_DEPARTMENT } from './vocabulary.ts';

interface Place {
  company: Company;
  roster: Roster;
  changes: CompanyChanges;
}

/** @throws AppError `invalid_field` when the name is blank or taken */
export function addDepartment(place: Place, name: unknown): Department {
  const department = { id: place.roster.newId(), name: freeName(place.company, name) };
  place.company.departments.push(department);
  place.changes.announce({ kind: 'department_added', department });
  return department;
}

/** Everybody's department follows, in the past too: it is the same department. */
export function renameDepartment(place: Place, id: string, name: unknown): Department {
  const department = getDepartment(place.company, id);
  const newName = freeName(place.company, name);
  renameIn(place.roster, department.name, newName);
  department.name = newName;
  place.changes.announce({ kind: 'department_renamed', department });
  return department;
}

/** Its people are left without a department. */
export function removeDepartment(place: Place, id: string): void {
  const department = getDepartment(place.company, id);
  renameIn(place.roster, department.name, NO_DEPARTMENT);
  place.company.departments.splice(place.company.departments.indexOf(department), 1);
  place.changes.announce({ kind: 'department_removed', department });
}

function getDepartment(company: Company, id: string): Department {
  const found = company.departments.find((department) => department.id === id);
  if (!found) throw notFound('department');
  return found;
}

function freeName(company: Company, name: unknown): string {
  const isFree = typeof name === 'string' && name.trim() !== '' && !departmentChoices(company).includes(name);
  if (!isFree) throw invalidInput('invalid_field', 'A department needs a name of its own.', '/name');
  return name;
}

function renameIn(roster: Roster, from: string, to: string): void {
  const jobsOf = (member: Member): JobDetails[] => [member, ...member.history];
  roster.amend(
    (member) => jobsOf(member).some((job) => job.department === from),
    (member) => {
      for (const job of jobsOf(member)) if (job.department === from) job.department = to;
    },
  );
}
