import { expect, it } from 'vitest';
import { isPasswordExpired, passwordExpiresAt } from './password-age.ts';

const signIn = {
  userName: 'robot',
  passwordHash: '',
  passwordSetAt: new Date('2026-01-01T12:00:00Z'),
  authenticatorSecret: null,
  lastAcceptedStep: null,
  failedPasswords: 0,
};

it('expires to the second', () => {
  expect(passwordExpiresAt(signIn, 90)).toEqual(new Date('2026-04-01T12:00:00Z'));
  expect(isPasswordExpired(signIn, 90, new Date('2026-04-01T11:59:59Z'))).toBe(false);
  expect(isPasswordExpired(signIn, 90, new Date('2026-04-01T12:00:00Z'))).toBe(true);
});
