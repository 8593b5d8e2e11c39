import type { AuditActor } from '../audit/index.ts';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { RECORD_MODEL_NAMES, type ModelName } from '../hris/scopes.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import { AppError, invalidInput } from '../lib/app-error.ts';
import { findStoredModel } from './by-model-name.ts';
import { changeMappings } from './change-mappings.ts';
import { assertSource } from './check-source.ts';
import {
  ensureTarget,
  insertMapping,
  lockOrganizationTarget,
  selectMapping,
  selectMappings,
  type MappingSource,
  type StoredMapping,
} from './field-mappings-store.ts';

/** Each is computed for every record that is read. */
const MAX_MAPPINGS = 100;

export interface NewFieldMapping {
  model: ModelName;
  target: { name: string; description: string; isOrganizationWide: boolean };
  source: MappingSource;
}

/**
 * Maps a field of the source to a target of the partner's. A name that the organization has a target of is that target; any
 * other one becomes the account's own, or the organization's where that is asked for.
 * @throws AppError not_found; invalid_input (see assertSource) `common_model_unreadable`; conflict `target_field_mapped`,
 * `field_mappings_full`
 */
export async function createFieldMapping(
  deps: { db: Db },
  scope: AccountScope,
  { actor, ...given }: NewFieldMapping & { actor: AuditActor },
): Promise<StoredMapping> {
  const model = toStoredModel(given.model);
  assertSource(given.source);
  const event = { actor, type: 'CREATED_LINKED_ACCOUNT_FIELD_MAPPING' } as const;
  return await changeMappings(deps, scope, event, async (trx) => {
    const known = await selectMappings(trx, scope);
    if (known.length >= MAX_MAPPINGS) throw full();
    if (known.some((mapping) => mapping.model === model && mapping.targetName === given.target.name))
      throw alreadyMapped();
    const result = await insert(trx, scope, model, given);
    return { result, description: describe(result) };
  });
}

async function insert(
  trx: Trx,
  scope: AccountScope,
  model: RecordModel,
  { target, source }: NewFieldMapping,
): Promise<StoredMapping> {
  const targetId =
    (await lockOrganizationTarget(trx, scope, { model, name: target.name })) ??
    (await ensureTarget(trx, scope, { model, ...target }));
  const id = await insertMapping(trx, scope, { model, targetId, source });
  if (id === undefined) throw alreadyMapped();
  return (await selectMapping(trx, scope, id))!;
}

function toStoredModel(name: ModelName): RecordModel {
  const model = findStoredModel(name);
  if (model) return model;
  throw invalidInput(
    'common_model_unreadable',
    `The source gives no ${name}: there is nothing to map.`,
    '/common_model_name',
  );
}

export const describe = ({ model, targetName, isOrganizationWide }: StoredMapping): string =>
  `${RECORD_MODEL_NAMES[model]}: ${isOrganizationWide ? 'organization' : 'account'} target ${targetName}.`;

const full = (): AppError =>
  new AppError(
    'conflict',
    'field_mappings_full',
    `A linked account has at most ${MAX_MAPPINGS} field mappings.`,
  );

const alreadyMapped = (): AppError =>
  new AppError(
    'conflict',
    'target_field_mapped',
    'The account maps this target already: change that mapping.',
    {
      pointer: '/target_field_name',
    },
  );
