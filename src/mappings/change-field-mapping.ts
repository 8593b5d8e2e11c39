import type { AuditActor } from '../audit/index.ts';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import { RECORD_MODEL_NAMES, type ModelName } from '../hris/scopes.ts';
import { invalidInput, notFound } from '../lib/app-error.ts';
import { changeMappings } from './change-mappings.ts';
import { assertSource } from './check-source.ts';
import { describe } from './create-field-mapping.ts';
import {
  selectMapping,
  updateMapping,
  type MappingSource,
  type StoredMapping,
} from './field-mappings-store.ts';
import { resolveFailure } from './report-failed-mappings.ts';

export interface FieldMappingChange {
  actor: AuditActor;
  /** Only as it is: a mapping stays with its model. */
  model?: ModelName | undefined;
  source: Partial<MappingSource>;
}

/**
 * Takes the target's value from elsewhere; what is left out stays.
 * @throws AppError not_found; invalid_input (see assertSource) `common_model_fixed`
 */
export async function changeFieldMapping(
  deps: { db: Db },
  scope: AccountScope,
  id: string,
  { actor, model, source }: FieldMappingChange,
): Promise<StoredMapping> {
  const event = { actor, type: 'CHANGED_LINKED_ACCOUNT_FIELD_MAPPING' } as const;
  return await changeMappings(deps, scope, event, async (trx) => {
    const mapping = await selectMapping(trx, scope, id);
    if (!mapping) throw notFound('field mapping');
    if (model !== undefined && model !== RECORD_MODEL_NAMES[mapping.model]) throw modelFixed();
    const result = { ...mapping, source: { ...mapping.source, ...source } };
    assertSource(result.source);
    await updateMapping(trx, scope, id, result.source);
    await resolveFailure(trx, scope, id);
    return { result, description: describe(result) };
  });
}

const modelFixed = () =>
  invalidInput(
    'common_model_fixed',
    'A mapping stays with its model: delete it, and create one of the other model.',
    '/common_model_name',
  );
