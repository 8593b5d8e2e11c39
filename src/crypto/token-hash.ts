import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_CHARACTERS = 32;
const CHECKSUM_CHARACTERS = 6;

/** `key` API key, `acct` account token, `pub` public token. */
export type TokenKind = 'key' | 'acct' | 'pub';
export type TokenEnvironment = 'test' | 'live';

/** `muster_<environment>_<kind>_<32 base62><6 checksum>`: scanners find it, and a mistyped one costs no query. */
export function createToken(environment: TokenEnvironment, kind: TokenKind): string {
  const body = `muster_${environment}_${kind}_${randomBase62(SECRET_CHARACTERS)}`;
  return body + checksumOf(body);
}

/** For secret scanners, and the first check at the door. */
export const TOKEN_PATTERN = /^muster_(test|live)_(key|acct|pub)_[0-9A-Za-z]{38}$/;

/** The environment when the text is a token of this kind whose checksum holds; else undefined. Asks no database. */
export function parseToken(text: string, kind: TokenKind): TokenEnvironment | undefined {
  const match = TOKEN_PATTERN.exec(text);
  if (!match || match[2] !== kind) return undefined;
  const body = text.slice(0, -CHECKSUM_CHARACTERS);
  return text.endsWith(checksumOf(body)) ? (match[1] as TokenEnvironment) : undefined;
}

/** SHA-256: the tokens have 190 random bits, so a slow hash would only slow us. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let i = 0; i < CHECKSUM_CHARACTERS; i += 1) {
    text = BASE62[rest % 62]! + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** Bytes of 248 and more are dropped, so that each character is equally likely. */
export function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += BASE62[byte % 62]!;
    }
  }
  return text;
}
