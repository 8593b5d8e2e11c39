import { invalidInput } from '../../../lib/app-error.ts';
import type { ThirdParty } from '../access/third-party.ts';
import { todayIn, type World } from '../world.ts';

export interface SignInInput {
  userName: string;
  password: string;
  /** Base32; without it the authenticator is enrolled at the first sign-in. */
  authenticatorSecret?: string | undefined;
  permissions?: readonly string[] | undefined;
}

/** A third party whose user name, password and authenticator are known beforehand. */
export function addSignIn(world: World, input: SignInInput): ThirdParty {
  const { userName, password, authenticatorSecret = null, permissions = [] } = input;
  if (!userName || !password) {
    throw invalidInput('invalid_field', 'A sign-in needs userName and password.', '/userName');
  }
  if (authenticatorSecret !== null && !/^[A-Z2-7]{16,}$/.test(authenticatorSecret)) {
    throw invalidInput('invalid_field', 'The secret must be base32.', '/authenticatorSecret');
  }
  const workEmail = userName.includes('@') ? userName : `${userName}@partner.example`;
  const person = { firstName: 'Service', lastName: 'Account', workEmail };
  const { id } = world.thirdParties.add(person, world.company, todayIn(world));
  world.thirdParties.setPermissions(id, permissions);
  return world.thirdParties.accept(id, { userName, password, authenticatorSecret }, world.clock.now());
}

/** Ends the lock after too many wrong passwords. */
export function unlock(world: World, id: string): ThirdParty {
  const thirdParty = world.thirdParties.get(id);
  if (thirdParty.signIn) thirdParty.signIn.failedPasswords = 0;
  return thirdParty;
}

/** With the third party go its open invitations and its sessions. */
export function removeThirdParty(world: World, id: string): void {
  world.thirdParties.remove(id);
  world.invitations.expire(id, world.clock.now());
  world.sessions.closeOf(id);
}
