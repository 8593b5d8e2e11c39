import { AppError, invalidInput, notFound } from '../../lib/app-error.ts';
import type { ThirdPartyInput } from './access/parse-third-party.ts';
import type { ThirdParty } from './access/third-party.ts';
import { findMemberId } from './company/parse-member-fields.ts';
import { todayIn, type World } from './world.ts';

/** Adds a third party and, unless told "Later", sends the invitation at once. */
export async function addThirdParty(world: World, input: ThirdPartyInput): Promise<ThirdParty> {
  const manager = input.manager ? findMemberId(input.manager.trim(), world.roster.members) : null;
  if (manager === undefined) throw notFound('member');
  const when = input.sendInvitation ?? 'Now';
  if (when !== 'Now' && when !== 'Later') {
    throw invalidInput('invalid_field', 'Send Invitation must be Now or Later.', '/sendInvitation');
  }
  const added = world.thirdParties.add({ ...input, manager }, world.company, todayIn(world));
  if (when === 'Now') await sendInvitation(world, added.id);
  return added;
}

/** Sends a (new) invitation; an earlier one that is still open ends. @throws AppError `mail_refused` */
export async function sendInvitation(world: World, thirdPartyId: string): Promise<ThirdParty> {
  const thirdParty = world.thirdParties.get(thirdPartyId);
  if (thirdParty.invitation === 'accepted') {
    throw new AppError('conflict', 'invitation_accepted', 'The invitation was accepted already.');
  }
  const now = world.clock.now();
  const { token } = world.invitations.issue(thirdPartyId, now);
  const mail = {
    to: thirdParty.workEmail,
    firstName: thirdParty.firstName,
    companyName: world.company.displayName,
    invitationUrl: `${world.origin}/invitations/${token}`,
    helpUrl: `${world.origin}/help/getting-started`,
  };
  await world.sender.send(mail, now);
  thirdParty.invitation = 'sent';
  return thirdParty;
}
