import { openIssue, resolveIssues, type AccountScope } from '../accounts/index.ts';
import type { Trx } from '../db/transaction.ts';
import { RECORD_MODEL_NAMES } from '../hris/scopes.ts';
import { selectMappings } from './field-mappings-store.ts';

const ISSUE = 'field_mapping_fails';

/** On how many records each mapping failed, by its id; those that failed on none are not in it. */
export type FailureCounts = ReadonlyMap<string, number>;

/** Opens an issue for each mapping that failed on some records of the last reading, and closes the others'. */
export async function reportFailedMappings(
  trx: Trx,
  scope: AccountScope,
  failures: FailureCounts,
): Promise<void> {
  const failing = (await selectMappings(trx, scope)).filter(({ id }) => failures.has(id));
  for (const { id, model, targetName } of failing) {
    await openIssue(trx, scope, {
      code: ISSUE,
      subject: id,
      description:
        `The field mapping of ${RECORD_MODEL_NAMES[model]} to ${targetName} does not fit some records: its value is null there. ` +
        'Its expression fails on what stands there, or the value is too long. Change the mapping.',
      details: [`${failures.get(id)!} records`],
    });
  }
  await resolveIssues(trx, scope, ISSUE, { exceptSubjects: failing.map(({ id }) => id) });
}

/** The mapping is another one from now on, or gone. */
export async function resolveFailure(trx: Trx, scope: AccountScope, mappingId: string): Promise<void> {
  await resolveIssues(trx, scope, ISSUE, { subject: mappingId });
}
