import type { Case } from './cases.ts';
import { queryOf } from './cases.ts';
import { MARK } from './junk.ts';
import type { DocumentedOperation } from './operations.ts';

const STRINGS_EACH = 25;

/** Query strings that no client means, made of the operation's own names; the same ones in every run. */
export function fuzzCases(operation: DocumentedOperation): Case[] {
  const names = queryOf(operation).map(({ name }) => name);
  if (names.length === 0) return [];
  const next = numbers(seedOf(operation.operationId));
  const pick = <T>(list: readonly T[]): T => list[next() % list.length]!;
  const strings = Array.from({ length: STRINGS_EACH }, () =>
    Array.from({ length: 1 + (next() % 4) }, () => pick(PIECES)(pick(names), pick(VALUES))).join(
      pick(JOINTS),
    ),
  );
  return [...FIXED, ...strings].map((rawQuery) => ({
    what: `the query ?${rawQuery.slice(0, 80)}`,
    call: { rawQuery },
    statuses: null,
  }));
}

const FIXED = [
  '&&==&',
  `__proto__=${MARK}&constructor=${MARK}&toString=1&hasOwnProperty=1`,
  Array.from({ length: 500 }, (_, index) => `x${index}=1`).join('&'),
];

const PIECES: ((name: string, value: string) => string)[] = [
  (name, value) => `${name}=${value}`,
  (name, value) => `${name}=${value}&${name}=${value}`,
  (name, value) => `${name}[]=${value}`,
  (name, value) => `${name}[a]=${value}`,
  (name, value) => `${name}[__proto__]=${value}`,
  (name) => name,
  (name) => `${name}=`,
  (name) => `=${name}`,
  (name, value) => `${name}=,${value},,`,
  (name, value) => `${name.toUpperCase()}=${value}`,
  (name, value) => `${encodeURIComponent(name)}%00=${value}`,
];
// No whole second is among them: a list that waits would wait.
const VALUES = [
  '%',
  '%zz',
  '%E0%A4%A',
  '%00',
  '%ff',
  '+',
  '%2B',
  '%26',
  '%3D',
  MARK,
  '-0',
  '0x1',
  'NaN',
  'true,false',
  '%F0%9F%99%88',
];
const JOINTS = ['&', ';', '&&', '?', '#', '&amp;'];

function seedOf(text: string): number {
  return [...text].reduce((seed, letter) => (seed * 31 + letter.charCodeAt(0)) >>> 0, 7);
}

/** Marsaglia's xorshift: not random, and needs not be. */
function numbers(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

/** The cursor with one character of its payload or its signature replaced, in some places. */
export function* damaged(cursor: string): Generator<string> {
  const next = numbers(seedOf(cursor));
  const [payload = '', signature = ''] = cursor.split('.');
  // The last character of each part holds bits that mean nothing.
  for (const length of [payload.length - 1, payload.length - 1, signature.length - 1, signature.length - 1]) {
    const offset = length === signature.length - 1 ? payload.length + 1 : 0;
    const at = offset + (next() % length);
    yield cursor.slice(0, at) + (cursor[at] === 'q' ? 'r' : 'q') + cursor.slice(at + 1);
  }
}
