import { Secret, TOTP } from 'otpauth';
import type { SeededIds } from '../seeded-ids.ts';
import type { SignInDetails } from './third-party.ts';

const PERIOD_MS = 30_000;
const CODE = /^\d{6}$/;

/** A base32 secret to offer for enrolment. */
export function newAuthenticatorSecret(seededIds: SeededIds): string {
  const bytes = Uint8Array.from(seededIds.bytes('authenticator', 20));
  return new Secret({ buffer: bytes.buffer }).base32;
}

/** The next sign-in offers a new one. */
export function forgetAuthenticator(signIn: SignInDetails): void {
  Object.assign(signIn, { authenticatorSecret: null, lastAcceptedStep: null });
}

/**
 * The 30-second step whose code this is (now, one before or one after), or null. A step that was accepted before, or
 * an earlier one, is refused: a code works once (RFC 6238 section 5.2).
 */
export function acceptCode(input: {
  code: string;
  secret: string;
  now: Date;
  lastAcceptedStep: number | null;
}): number | null {
  if (!CODE.test(input.code)) return null;
  const totp = new TOTP({
    secret: Secret.fromBase32(input.secret),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  });
  const delta = totp.validate({ token: input.code, timestamp: input.now.getTime(), window: 1 });
  if (delta === null) return null;
  const step = Math.floor(input.now.getTime() / PERIOD_MS) + delta;
  return input.lastAcceptedStep !== null && step <= input.lastAcceptedStep ? null : step;
}
