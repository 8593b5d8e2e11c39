import type { ThirdParty } from '../access/third-party.ts';
import { MAX_FAILED_PASSWORDS } from '../access/check-password.ts';
import type { Company } from '../company/company.ts';
import { statusOn, type Member } from '../company/member.ts';
import type { MemberStatus } from '../company/vocabulary.ts';
import { todayIn, type World } from '../world.ts';

export interface MemberView extends Member {
  status: MemberStatus;
}

/** A third party without its secrets. */
export interface ThirdPartyView extends Omit<ThirdParty, 'permissions' | 'signIn' | 'otherCompanies'> {
  permissions: string[];
  otherCompanies: { id: string; name: string }[];
  userName: string | null;
  hasAuthenticator: boolean;
  isLocked: boolean;
}

export interface SandboxState {
  today: string;
  company: Company;
  /** Also of those who are not on this page. */
  memberCount: number;
  members: MemberView[];
  thirdParties: ThirdPartyView[];
}

export function viewMember(member: Member, today: string): MemberView {
  return { ...member, status: statusOn(member, today) };
}

export function viewThirdParty(thirdParty: ThirdParty): ThirdPartyView {
  const { signIn, permissions, otherCompanies, ...rest } = thirdParty;
  return {
    ...rest,
    permissions: [...permissions],
    otherCompanies: otherCompanies.map(({ id, displayName }) => ({ id, name: displayName })),
    userName: signIn?.userName ?? null,
    hasAuthenticator: (signIn?.authenticatorSecret ?? null) !== null,
    isLocked: (signIn?.failedPasswords ?? 0) >= MAX_FAILED_PASSWORDS,
  };
}

/** Which members to show: so many from the one at `offset`, or who has the work e-mail. */
export interface StatePage {
  limit?: number | undefined;
  offset?: number | undefined;
  workEmail?: string | undefined;
}

const SHOWN_AT_ONCE = 2_000;

export function viewState(world: World, page: StatePage = {}): SandboxState {
  const today = todayIn(world);
  const { limit = SHOWN_AT_ONCE, offset = 0, workEmail } = page;
  const wanted = workEmail?.toLowerCase();
  const found = world.roster.members.filter(
    (member) => !wanted || member.workEmail?.toLowerCase() === wanted,
  );
  return {
    today,
    company: world.company,
    memberCount: found.length,
    members: found.slice(offset, offset + limit).map((member) => viewMember(member, today)),
    thirdParties: world.thirdParties.list().map(viewThirdParty),
  };
}
