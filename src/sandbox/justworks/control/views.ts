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
export interface ThirdPartyView extends Omit<ThirdParty, 'permissions' | 'signIn'> {
  permissions: string[];
  userName: string | null;
  hasAuthenticator: boolean;
  isLocked: boolean;
}

export interface SandboxState {
  today: string;
  company: Company;
  members: MemberView[];
  thirdParties: ThirdPartyView[];
}

export function viewMember(member: Member, today: string): MemberView {
  return { ...member, status: statusOn(member, today) };
}

export function viewThirdParty(thirdParty: ThirdParty): ThirdPartyView {
  const { signIn, permissions, ...rest } = thirdParty;
  return {
    ...rest,
    permissions: [...permissions],
    userName: signIn?.userName ?? null,
    hasAuthenticator: (signIn?.authenticatorSecret ?? null) !== null,
    isLocked: (signIn?.failedPasswords ?? 0) >= MAX_FAILED_PASSWORDS,
  };
}

export function viewState(world: World): SandboxState {
  const today = todayIn(world);
  return {
    today,
    company: world.company,
    members: world.roster.members.map((member) => viewMember(member, today)),
    thirdParties: world.thirdParties.list().map(viewThirdParty),
  };
}
