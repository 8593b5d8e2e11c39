import { canonicalJson } from '../lib/canonical-json.ts';
import type { RemoteRows } from './compute-mappings.ts';

const MAX_DEPTH = 6;
const MAX_FIELDS = 500;
const MAX_EXAMPLES = 3;
const MAX_EXAMPLE_LENGTH = 200;

/** A place in the source's rows, and what stood there in a sample of them. */
export interface SeenField {
  urlPath: string;
  traversalPath: string[];
  /** JSON types of its values, sorted; empty where it was null each time. */
  types: string[];
  /** How many of the sampled records that have this path have a value there; 0 to 1. */
  coverage: number;
  /** Some different short values. */
  examples: unknown[];
}

interface Tally {
  urlPath: string;
  traversalPath: string[];
  types: Set<string>;
  filled: number;
  examples: Map<string, unknown>;
}

/**
 * The fields of the sampled records' rows: objects are gone through, a list is one field. In the order in which they were
 * met, at most 500.
 */
export function listSeenFields(sample: readonly RemoteRows[]): SeenField[] {
  const tallies = new Map<string, Tally>();
  const rowsOfPath = new Map<string, number>();
  for (const { path, data } of sample.flat()) {
    rowsOfPath.set(path, (rowsOfPath.get(path) ?? 0) + 1);
    note(tallies, path, [], data);
  }
  return [...tallies.values()].map(({ urlPath, traversalPath, types, filled, examples }) => ({
    urlPath,
    traversalPath,
    types: [...types].sort(),
    coverage: filled / rowsOfPath.get(urlPath)!,
    examples: [...examples.values()],
  }));
}

function note(tallies: Map<string, Tally>, urlPath: string, traversalPath: string[], value: unknown): void {
  const isBranch = isObject(value) && traversalPath.length < MAX_DEPTH;
  if (isBranch)
    for (const [key, item] of Object.entries(value)) note(tallies, urlPath, [...traversalPath, key], item);
  // What is empty in one record may be a branch in another.
  else if (traversalPath.length > 0) noteLeaf(tallies, urlPath, traversalPath, value);
}

function noteLeaf(
  tallies: Map<string, Tally>,
  urlPath: string,
  traversalPath: string[],
  value: unknown,
): void {
  const place = canonicalJson([urlPath, traversalPath]);
  let tally = tallies.get(place);
  if (!tally) {
    if (tallies.size >= MAX_FIELDS) return;
    tally = { urlPath, traversalPath, types: new Set(), filled: 0, examples: new Map() };
    tallies.set(place, tally);
  }
  if (value === null || value === undefined) return;
  tally.filled += 1;
  tally.types.add(typeOf(value));
  const text = canonicalJson(value);
  if (text.length <= MAX_EXAMPLE_LENGTH && tally.examples.size < MAX_EXAMPLES)
    tally.examples.set(text, value);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
