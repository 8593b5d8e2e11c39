import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Permission } from '../access/permissions.ts';
import { isListed } from '../company/directory.ts';
import { fullName, statusOn, type Member } from '../company/member.ts';
import { isContractor } from '../company/vocabulary.ts';
import { listPage } from '../pages/list-page.ts';
import { todayIn, type World } from '../world.ts';
import { chosenCompany } from './chosen-company.ts';
import { requirePermissions } from './guards.ts';
import { sendPage } from './send-page.ts';

const CONTRACTORS: readonly Permission[] = ['View all employee information', 'Manage employees'];
const DIRECTORY: readonly Permission[] = ['View basic employee information'];

/** Pages that list people: contractors, and the directory, which leaves out who is hidden. */
export function peopleRoutes(app: FastifyInstance, world: World): void {
  const guard = (needed: readonly Permission[]) => ({
    preHandler: requirePermissions(world, needed, 'You do not have access to this page.'),
  });

  app.get('/members/contractors', guard(CONTRACTORS), (request, reply) => {
    const members = contractorsOf(world, request);
    const rows = members.map((member) => [fullName(member), member.jobTitle, member.department]);
    const hydration = { contractors: members.map((member) => toContractor(member, world)) };
    const page = listPage('Contractors', ['Name', 'Title', 'Department'], rows);
    return sendPage(world, request, reply, { ...page, hydration });
  });

  app.get('/directory', guard(DIRECTORY), (request, reply) => {
    const listed = membersOf(world, request).filter((member) => isListed(member, todayIn(world)));
    const people = listed.map(({ id, firstName, lastName, jobTitle, manager }) => {
      return { id, name: fullName({ firstName, lastName }), title: jobTitle, manager_id: manager };
    });
    const rows = people.map(({ name, title }) => [name, title]);
    const page = listPage('Directory', ['Name', 'Title'], rows);
    return sendPage(world, request, reply, { ...page, hydration: { directory: people } });
  });
}

/** A census that was handed in is the whole company: nobody is made up beside it. */
function contractorsOf(world: World, request: FastifyRequest): readonly Member[] {
  if (world.givenReports.employee_census) return [];
  return membersOf(world, request).filter(({ memberType }) => isContractor(memberType));
}

/** A further company of the log-in has nobody. */
function membersOf(world: World, request: FastifyRequest): readonly Member[] {
  return chosenCompany(world, request) === world.company ? world.roster.members : [];
}

function toContractor(member: Member, world: World): Record<string, string> {
  const fields: Record<string, string | null> = {
    id: member.id,
    work_id: member.workId,
    first_name: member.firstName,
    last_name: member.lastName,
    preferred_name: member.preferredName,
    work_email: member.workEmail,
    personal_email: member.personalEmail,
    cell_phone: member.cellPhone,
    title: member.jobTitle,
    department: member.department,
    office: member.office,
    start_date: member.startDate,
    end_date: member.terminationDate,
    status: statusOn(member, todayIn(world)),
    member_type: member.memberType,
    manager_email: member.manager === null ? null : (world.roster.find(member.manager)?.workEmail ?? null),
  };
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
