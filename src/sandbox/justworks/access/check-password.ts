import { isPassword } from './password.ts';
import type { ThirdParties } from './third-parties.ts';
import type { ThirdParty } from './third-party.ts';

export const MAX_FAILED_PASSWORDS = 5;

export type PasswordCheck =
  { outcome: 'ok'; thirdParty: ThirdParty } | { outcome: 'wrong' } | { outcome: 'locked' };

/** One attempt. The fifth wrong password locks the account; a locked one refuses the right password too. */
export function checkPassword(thirdParties: ThirdParties, userName: string, password: string): PasswordCheck {
  const found = thirdParties.findByUserName(userName);
  if (!found) return { outcome: 'wrong' };
  if (found.signIn.failedPasswords >= MAX_FAILED_PASSWORDS) return { outcome: 'locked' };
  if (isPassword(password, found.signIn.passwordHash)) {
    found.signIn.failedPasswords = 0;
    return { outcome: 'ok', thirdParty: found };
  }
  found.signIn.failedPasswords += 1;
  return { outcome: found.signIn.failedPasswords >= MAX_FAILED_PASSWORDS ? 'locked' : 'wrong' };
}
