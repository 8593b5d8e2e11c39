import { addCompanies, terminateThirdParty } from '../access/change-third-party.ts';
import type { ThirdPartyInput } from '../access/parse-third-party.ts';
import { addThirdParty, sendInvitation } from '../invite-third-party.ts';
import type { World } from '../world.ts';
import { addSignIn, removeThirdParty, unlock, type SignInInput } from './sign-ins.ts';
import { viewThirdParty, type ThirdPartyView } from './views.ts';

/** Who else may sign in, and what they may do. */
export interface AccessControl {
  addThirdParty(input: ThirdPartyInput): Promise<ThirdPartyView>;
  sendInvitation(id: string): Promise<ThirdPartyView>;
  expireInvitation(id: string): ThirdPartyView;
  /** The whole set. */
  setPermissions(id: string, permissions: readonly string[]): ThirdPartyView;
  grantPermission(id: string, permission: string): ThirdPartyView;
  revokePermission(id: string, permission: string): ThirdPartyView;
  /** Access lasts until 2:00 AM Eastern of the day after `date`; null takes the termination back. */
  terminateThirdParty(id: string, date: string | null): ThirdPartyView;
  /** Further companies, without people, that the same log-in must choose from. */
  addCompanies(id: string, names: readonly string[]): ThirdPartyView;
  removeThirdParty(id: string): void;
  /** A third party that can sign in at once, without an invitation. */
  addSignIn(input: SignInInput): ThirdPartyView;
  unlock(id: string): ThirdPartyView;
}

export function createAccessControl(world: World): AccessControl {
  const { thirdParties, invitations } = world;
  const setPermissions = (id: string, permissions: readonly string[]) =>
    viewThirdParty(thirdParties.setPermissions(id, permissions));
  const held = (id: string): string[] => [...thirdParties.get(id).permissions];
  return {
    addThirdParty: async (input) => viewThirdParty(await addThirdParty(world, input)),
    sendInvitation: async (id) => viewThirdParty(await sendInvitation(world, id)),
    expireInvitation: (id) => {
      invitations.expire(id, world.clock.now());
      return viewThirdParty(thirdParties.get(id));
    },
    setPermissions,
    grantPermission: (id, permission) => setPermissions(id, [...held(id), permission]),
    revokePermission: (id, permission) =>
      setPermissions(
        id,
        held(id).filter((one) => one !== permission),
      ),
    terminateThirdParty: (id, date) => viewThirdParty(terminateThirdParty(thirdParties.get(id), date)),
    addCompanies: (id, names) => viewThirdParty(addCompanies(thirdParties.get(id), world.company, names)),
    removeThirdParty: (id) => removeThirdParty(world, id),
    addSignIn: (input) => viewThirdParty(addSignIn(world, input)),
    unlock: (id) => viewThirdParty(unlock(world, id)),
  };
}
