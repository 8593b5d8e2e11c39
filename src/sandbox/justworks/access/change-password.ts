import { hashPassword, isPassword, MIN_PASSWORD_LENGTH } from './password.ts';
import type { SignInDetails } from './third-party.ts';

export interface PasswordChange {
  current: string;
  password: string;
  confirmation: string;
}

/** Sets another password. @returns why not, or undefined when it was set */
export function changePassword(signIn: SignInDetails, change: PasswordChange, now: Date): string | undefined {
  if (!isPassword(change.current, signIn.passwordHash)) return 'Error: the current password is another one.';
  const problem = passwordProblem(change.password, change.confirmation);
  if (problem !== undefined) return problem;
  if (change.password === change.current) return 'Error: this is the password that you have.';
  Object.assign(signIn, { passwordHash: hashPassword(change.password), passwordSetAt: now });
  return undefined;
}

/** What the site has against a new password. */
export function passwordProblem(password: string, confirmation: string): string | undefined {
  if (password.length < MIN_PASSWORD_LENGTH) {
    return `Error: a password has at least ${MIN_PASSWORD_LENGTH} characters.`;
  }
  return password === confirmation ? undefined : 'Error: the two passwords differ.';
}
