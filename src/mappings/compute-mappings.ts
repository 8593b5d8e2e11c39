import { canonicalJson } from '../lib/canonical-json.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import type { Expression } from './expression.ts';

const MAX_VALUE_LENGTH = 16_384;
// Valid JSON that the database can't compare: the character NUL, and halves of characters.
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** Where a value is taken from, and what it becomes. */
export interface ReadyMapping {
  id: string;
  model: RecordModel;
  targetName: string;
  isOrganizationWide: boolean;
  urlPath: string;
  /** Keys from the row's root to the value; numbers for places in lists. */
  traversalPath: readonly (string | number)[];
  /** Over what the path leads to; null: taken as it is. */
  expression: Expression | null;
}

export interface MappedFields {
  /** The body's `field_mappings` as JSON with sorted keys; null: the model has no mapping, or the record no row. */
  text: string | null;
  /** Ids of mappings that gave null because they failed on this record. */
  failed: string[];
}

/** The source's own rows, as a snapshot has them. */
export type RemoteRows = readonly { path: string; data: unknown }[];

export type ComputeMappings = (model: RecordModel, remoteData: RemoteRows) => MappedFields;

const NOTHING: MappedFields = { text: null, failed: [] };

/** Computes what the mappings of an account come to on any number of its rows. What fails is null and never throws. */
export function createMappingComputer(mappings: readonly ReadyMapping[]): ComputeMappings {
  const byModel = Map.groupBy(mappings, ({ model }) => model);
  return (model, remoteData) => {
    const own = byModel.get(model);
    return own && remoteData.length > 0 ? computeAll(own, remoteData) : NOTHING;
  };
}

function computeAll(mappings: readonly ReadyMapping[], remoteData: RemoteRows): MappedFields {
  const computed = mappings.map((mapping) => ({ mapping, ...computeOne(mapping, remoteData) }));
  const targets = (isOrganizationWide: boolean) => {
    const own = computed.filter(({ mapping }) => mapping.isOrganizationWide === isOrganizationWide);
    const entries = own.map(
      ({ mapping, json }) => [mapping.targetName, `{"value":${json}}`] satisfies [string, string],
    );
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
      .join(',')}}`;
  };
  const failed = computed.filter(({ hasFailed }) => hasFailed).map(({ mapping }) => mapping.id);
  const text = `{"organization_defined_targets":${targets(true)},"linked_account_defined_targets":${targets(false)}}`;
  return { text, failed };
}

interface Computed {
  json: string;
  hasFailed: boolean;
}

const FAILED: Computed = { json: 'null', hasFailed: true };
const UNKNOWN: Computed = { json: 'null', hasFailed: false };

/** The value of one mapping as JSON with sorted keys. */
export function computeOne(
  mapping: Pick<ReadyMapping, 'urlPath' | 'traversalPath' | 'expression'>,
  remoteData: RemoteRows,
): Computed {
  const found = findValue(mapping, remoteData);
  if (mapping.expression === null) return toComputed(found);
  try {
    return toComputed(mapping.expression(found));
  } catch {
    // Where there is nothing, an expression that wants something finds nothing.
    return found === null ? UNKNOWN : FAILED;
  }
}

/** In the first row of this path that has one. */
function findValue(
  { urlPath, traversalPath }: Pick<ReadyMapping, 'urlPath' | 'traversalPath'>,
  remoteData: RemoteRows,
): unknown {
  for (const { path, data } of remoteData) {
    const value = path === urlPath ? followPath(data, traversalPath) : null;
    if (value !== null) return value;
  }
  return null;
}

function followPath(data: unknown, traversalPath: readonly (string | number)[]): unknown {
  let value = data;
  for (const key of traversalPath) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value ?? null;
}

function toComputed(value: unknown): Computed {
  if (value === null || value === undefined) return UNKNOWN;
  if (leftOf(value, MAX_VALUE_LENGTH) < 0) return FAILED;
  const json = canonicalJson(value);
  return json.length > MAX_VALUE_LENGTH || UNSTORABLE.test(json) ? FAILED : { json, hasFailed: false };
}

/** What the value leaves of so many characters; it is looked at no further than they last. */
function leftOf(value: unknown, characters: number): number {
  if (typeof value === 'string') return characters - value.length;
  if (typeof value !== 'object' || value === null) return characters - 1;
  let left = characters - 2;
  for (const item of Object.values(value)) {
    if (left < 0) return left;
    left = leftOf(item, left);
  }
  return left;
}
