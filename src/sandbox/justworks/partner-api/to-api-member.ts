import type { ThirdParty } from '../access/third-party.ts';
import type { Company } from '../company/company.ts';
import { fullName, statusOn, type Member } from '../company/member.ts';
import { NO_DEPARTMENT, REMOTE_OFFICE } from '../company/vocabulary.ts';
import type { MemberTimes } from './member-times.ts';
import { omitEmpty } from './omit-empty.ts';
import type { Person } from './people.ts';
import type { PublicIds } from './public-ids.ts';
import { toDepartmentReference, toOfficeReference } from './to-api-company.ts';
import { toContact } from './to-api-contact.ts';
import { toEmployment, toPay } from './to-api-history.ts';
import { toApiType, toThirdPartyType } from './to-api-type.ts';

/** What a member is shown with. */
export interface MemberView {
  company: Company;
  ids: PublicIds;
  times: MemberTimes;
  today: string;
  findMember: (id: string) => Member | undefined;
  has: (scope: string) => boolean;
}

export function toApiMember(person: Person, view: MemberView) {
  return person.member
    ? toCompanyMember(person.id, person.member, view)
    : toOutsider(person.id, person.thirdParty, view);
}

export function isActive(person: Person, today: string): boolean {
  if (person.member) return statusOn(person.member, today) !== 'Terminated';
  const { terminationDate } = person.thirdParty;
  return terminationDate === null || terminationDate >= today;
}

function toCompanyMember(id: string, member: Member, view: MemberView) {
  const { createdAt, updatedAt } = view.times.of(member);
  const hasDetail = view.has('member.detail:read');
  return omitEmpty({
    id,
    company_id: view.ids.company(view.company.id),
    work_id: member.workId,
    name: toName(member),
    active: statusOn(member, view.today) !== 'Terminated',
    type: toApiType(member.memberType),
    job_title: member.jobTitle,
    ...toPlace(member, view),
    ...toContact(member, hasDetail),
    ...(hasDetail && {
      employment_start_date: member.startDate,
      employment_termination_date: member.terminationDate,
      date_added_to_justworks: createdAt.slice(0, 10),
      partner_settings: {},
    }),
    ...(view.has('member.dob:read') && { date_of_birth: member.dateOfBirth }),
    ...(view.has('member.sex:read') && { sex_assigned_at_birth: toSex(member) }),
    ...(view.has('member.employment:read') && toEmployment(member, view)),
    ...(view.has('member.pay:read') && toPay(member)),
    created_at: createdAt,
    updated_at: updatedAt,
  });
}

/** Third-party admins and vendors stand in the same list; only their type tells them from people who work here. */
function toOutsider(id: string, thirdParty: ThirdParty, view: MemberView) {
  const { createdAt, updatedAt } = view.times.ofPerson({ id, thirdParty });
  const hasDetail = view.has('member.detail:read');
  return omitEmpty({
    id,
    company_id: view.ids.company(view.company.id),
    name: toName({ ...thirdParty, preferredName: null }),
    active: isActive({ id, thirdParty }, view.today),
    type: toThirdPartyType(thirdParty.memberType),
    job_title: thirdParty.title,
    ...toPlace(thirdParty, view),
    emails: [{ address: thirdParty.workEmail, type: 'work' }],
    phones: [],
    addresses: [],
    ...(hasDetail && {
      employment_start_date: thirdParty.startDate,
      employment_termination_date: thirdParty.terminationDate,
    }),
    ...(view.has('member.employment:read') && { employment_history: [] }),
    ...(view.has('member.pay:read') && { pay_history: [] }),
    created_at: createdAt,
    updated_at: updatedAt,
  });
}

function toName({
  firstName,
  lastName,
  preferredName,
}: Pick<Member, 'firstName' | 'lastName' | 'preferredName'>) {
  return {
    given_name: firstName,
    family_name: lastName,
    preferred_name: preferredName,
    full_preferred_name: `${preferredName ?? firstName} ${lastName}`,
    additional_names: [],
  };
}

function toPlace(at: Pick<Member, 'department' | 'office' | 'manager'>, view: MemberView) {
  const { company, ids } = view;
  const isRemote = at.office === REMOTE_OFFICE;
  return {
    employment_location_type: isRemote ? 'remote' : 'office',
    department: at.department === NO_DEPARTMENT ? null : toDepartmentReference(company, at.department, ids),
    office: isRemote ? null : toOfficeReference(company, at.office, ids),
    manager: toManager(at.manager, view),
  };
}

function toManager(id: string | null, { ids, findMember }: MemberView) {
  const manager = id === null ? undefined : findMember(ids.swap(id));
  return manager && { id: ids.swap(manager.id), name: fullName(manager), work_email: manager.workEmail };
}

function toSex({ gender }: Member): string | null {
  return gender === 'Male' || gender === 'Female' ? gender.toLowerCase() : null;
}
