import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest take their places first: one that began last would have the machine for itself at the end. */
const HEAVY = [
  'test/browser/modal-states.test.ts',
  'test/faults/killed-at-database.test.ts',
  'test/faults/',
  'test/scenarios/',
  'test/browser/',
  'test/integration/sync/',
  'test/integration/',
  'test/',
];

const projectRoot = path.resolve(import.meta.dirname, '../..');

/** The order of a checkout that has no cache of how long its tests took. */
export class HeaviestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = HEAVY.findIndex((start) => path.relative(projectRoot, moduleId).startsWith(start));
  return rank === -1 ? HEAVY.length : rank;
}
