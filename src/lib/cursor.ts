import { createHmac, createSecretKey, hash, timingSafeEqual, type KeyObject } from 'node:crypto';
import { invalidInput } from './app-error.ts';
import { canonicalJson } from './canonical-json.ts';

const SIGNATURE_BYTES = 16;

/** Where a page ends, and which way the next one goes. `value` is the order key in the database's own text. */
export interface CursorPosition {
  direction: 'next' | 'previous';
  value: string;
  id: string;
}

/** Everything that decides which rows a list has and in what order, tenant first; a cursor works with these alone. */
export function hashFilters(filters: unknown): string {
  return hash('sha256', canonicalJson(filters), 'base64url');
}

/** Opaque and signed: a client can neither read meaning into it nor make one. */
export function writeCursor(key: Uint8Array, filterHash: string, position: CursorPosition): string {
  const payload = Buffer.from(JSON.stringify([position.direction, position.value, position.id])).toString(
    'base64url',
  );
  return `${payload}.${sign(key, filterHash, payload).toString('base64url')}`;
}

/** @throws AppError invalid_input `cursor_invalid` for a forged cursor, and for one of another list or other filters. */
export function readCursor(key: Uint8Array, filterHash: string, cursor: string): CursorPosition {
  const [payload = '', signature = '', ...rest] = cursor.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(key, filterHash, payload);
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw invalidInput(
      'cursor_invalid',
      'This cursor was not issued for this list and these filters. Start again without a cursor.',
      '/cursor',
    );
  }
  const [direction, value, id] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
    CursorPosition['direction'],
    string,
    string,
  ];
  return { direction, value, id };
}

function sign(key: Uint8Array, filterHash: string, payload: string): Buffer {
  return createHmac('sha256', toKeyObject(key))
    .update(`${filterHash}.${payload}`)
    .digest()
    .subarray(0, SIGNATURE_BYTES);
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>();

/** Bytes are made a key anew at each use, which costs more than the signature does. */
function toKeyObject(key: Uint8Array): KeyObject {
  let known = keyObjects.get(key);
  if (!known) keyObjects.set(key, (known = createSecretKey(key)));
  return known;
}
