import { describe, expect, test } from 'vitest';
import { createLocalPart, parseServiceEmail, toServiceEmail } from './service-email.ts';

describe('a service e-mail', () => {
  test('has 128 random bits, each in use', () => {
    const parts = Array.from({ length: 500 }, createLocalPart);
    expect(new Set(parts).size).toBe(500);
    for (const part of parts) expect(part).toMatch(/^[a-z2-7]{26}$/);
    for (let position = 0; position < 26; position += 1) {
      // The last character carries the three bits that are left.
      expect(new Set(parts.map((part) => part[position])).size).toBe(position === 25 ? 8 : 32);
    }
  });

  test('is read back from its address, in whatever capitals', () => {
    const part = createLocalPart();
    const address = toServiceEmail(part, 'link.example');
    expect(parseServiceEmail(address, 'link.example')).toBe(part);
    expect(parseServiceEmail(address.toUpperCase(), 'Link.example')).toBe(part);
  });

  test('takes mail for its sub-addresses too', () => {
    const part = createLocalPart();
    expect(parseServiceEmail(`${part}+personal@link.example`, 'link.example')).toBe(part);
  });

  test.each([
    `${'a'.repeat(26)}+@link.example`,
    `${'a'.repeat(26)}+a b@link.example`,
    `${'a'.repeat(26)}+${'b'.repeat(33)}@link.example`,
    '+personal@link.example',
    '',
    '@link.example',
    'short@link.example',
    `${'a'.repeat(26)}@other.example`,
    `${'a'.repeat(26)}`,
  ])('is not %j', (address) => {
    expect(parseServiceEmail(address, 'link.example')).toBeUndefined();
  });

  test('has one at sign', () => {
    expect(parseServiceEmail(`${'a'.repeat(26)}@link.example@evil.example`, 'link.example')).toBeUndefined();
  });
});
