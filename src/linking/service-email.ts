import { randomBytes } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const RANDOM_BYTES = 16;
/** 128 bits in groups of five. */
const LOCAL_PART = /^([a-z2-7]{26})(?:\+[a-z0-9._-]{1,32})?$/;

/** 128 random bits: who wasn't told the address can't guess it. */
export function createLocalPart(): string {
  return toBase32(randomBytes(RANDOM_BYTES));
}

export function toServiceEmail(localPart: string, mailDomain: string): string {
  return `${localPart}@${mailDomain}`;
}

/** The local part, without a sub-address, when the address could be one of ours; else undefined, without asking the database. */
export function parseServiceEmail(address: string, mailDomain: string): string | undefined {
  const [localPart, domain, ...rest] = address.toLowerCase().split('@');
  if (rest.length > 0 || domain !== mailDomain.toLowerCase()) return undefined;
  return LOCAL_PART.exec(localPart ?? '')?.[1];
}

function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(buffer >>> bits) & 31]!;
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(buffer << (5 - bits)) & 31]! : text;
}
