import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../lib/canonical-json.ts';
import type { KnownSource, SnapshotModel } from '../../../hris/snapshot.ts';
import { MAPPING_VERSION } from '../mapping-version.ts';
import type { SourceState } from '../source-state.ts';
import type { ApiDescription } from './api-schema.ts';
import type { Coverage } from './coverage.ts';
import type { ApiSources } from './gather-api-sources.ts';
import type { SpooledValues } from './json-lines.ts';

const PART_BYTES = 32;
const NEVER_READ = Buffer.alloc(PART_BYTES);
const PAY_MODELS: readonly SnapshotModel[] = ['pay_group', 'payroll_run', 'employee_payroll_run'];

/**
 * What the source is told by: one half for the people and what else is read each time, one for their pay, which is read less
 * often. A reading that did not ask for pay goes on with the known half.
 */
export interface ApiSourceState {
  /** As it is if what was not read is still as in this known state. */
  besides(known: KnownSource | undefined): SourceState;
}

export function toApiSourceState(
  description: ApiDescription,
  coverage: Coverage,
  sources: ApiSources,
): ApiSourceState {
  const readsPay = PAY_MODELS.some((model) => coverage.wants(model));
  const half = (key: 'hash' | 'rows', isPay: boolean) =>
    toHalf([describe(description, coverage, isPay), isPay ? payOf(sources, key) : restOf(sources, key)]);
  const join = (key: 'hash' | 'rows', known: Uint8Array | null | undefined) =>
    Buffer.concat([
      half(key, false),
      readsPay ? half(key, true) : (known?.subarray(PART_BYTES) ?? NEVER_READ),
    ]);
  return {
    besides: (known) => ({
      sourceHash: join('hash', known?.sourceHash),
      rowsDigest: join('rows', known?.rowsDigest),
    }),
  };
}

/** How it will be read, and what of it was not seen. */
function describe({ fields, words }: ApiDescription, coverage: Coverage, isPay: boolean): unknown {
  const covered = coverage.coveredModels().filter((model) => PAY_MODELS.includes(model) === isPay);
  return [MAPPING_VERSION, fields, words, covered, coverage.missingCapabilities()];
}

function restOf(sources: ApiSources, key: 'hash' | 'rows'): unknown {
  const { company, customFields, members, policies, timeOff, balances } = sources;
  const lists = [members?.spooled, timeOff, balances].map((list) => list && markOf(list, key));
  return [company, customFields, policies, lists];
}

function payOf({ payrolls, paystubs }: ApiSources, key: 'hash' | 'rows'): unknown {
  return [payrolls, paystubs && markOf(paystubs.spooled, key)];
}

const markOf = (list: SpooledValues, key: 'hash' | 'rows'): unknown =>
  key === 'hash' ? list.hash.toString('hex') : list.rows.toJSON();

const toHalf = (value: unknown): Buffer => createHash('sha256').update(canonicalJson(value)).digest();
