import { addMs, DAY_MS } from '../../../lib/duration.ts';
import type { SignInDetails } from './third-party.ts';

export function passwordExpiresAt(signIn: SignInDetails, maxAgeDays: number): Date {
  return addMs(signIn.passwordSetAt, maxAgeDays * DAY_MS);
}

export function isPasswordExpired(signIn: SignInDetails, maxAgeDays: number, now: Date): boolean {
  return passwordExpiresAt(signIn, maxAgeDays) <= now;
}
