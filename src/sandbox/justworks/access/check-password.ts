import { isPassword } from './password.ts';
import type { ThirdParties } from './third-parties.ts';
import { hasAccess } from './access-end.ts';
import type { ThirdParty } from './third-party.ts';

export const MAX_FAILED_PASSWORDS = 5;

export type PasswordCheck =
  { outcome: 'ok'; thirdParty: ThirdParty } | { outcome: 'wrong' } | { outcome: 'locked' };

/** One attempt. The fifth wrong password locks the account; a locked one refuses the right password too. */
export function checkPassword(
  thirdParties: ThirdParties,
  given: { userName: string; password: string },
  now: Date,
): PasswordCheck {
  const found = thirdParties.findByUserName(given.userName);
  if (!found || !hasAccess(found, now)) return { outcome: 'wrong' };
  if (found.signIn.failedPasswords >= MAX_FAILED_PASSWORDS) return { outcome: 'locked' };
  if (isPassword(given.password, found.signIn.passwordHash)) {
    found.signIn.failedPasswords = 0;
    return { outcome: 'ok', thirdParty: found };
  }
  found.signIn.failedPasswords += 1;
  return { outcome: found.signIn.failedPasswords >= MAX_FAILED_PASSWORDS ? 'locked' : 'wrong' };
}
