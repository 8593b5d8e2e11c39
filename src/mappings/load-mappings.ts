import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { createMappingComputer, type ComputeMappings, type ReadyMapping } from './compute-mappings.ts';
import { compileExpression } from './expression.ts';
import { selectMappings, type StoredMapping } from './field-mappings-store.ts';

/** The account's mappings, ready to be computed for each row of a reading. */
export async function loadMappings(db: Db, scope: AccountScope): Promise<ComputeMappings> {
  return createMappingComputer((await selectMappings(db, scope)).map(toReady));
}

function toReady({ id, model, targetName, isOrganizationWide, source }: StoredMapping): ReadyMapping {
  const { urlPath, traversalPath, jmesPath } = source;
  return {
    id,
    model,
    targetName,
    isOrganizationWide,
    urlPath,
    traversalPath,
    expression: jmesPath === null ? null : toExpression(jmesPath),
  };
}

/** One that an earlier release took and this one refuses fails on each record, not the reading. */
function toExpression(jmesPath: string): ReadyMapping['expression'] {
  try {
    return compileExpression(jmesPath);
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
