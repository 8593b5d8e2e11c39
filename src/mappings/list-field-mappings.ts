import { appendAuditEvent, type AuditActor } from '../audit/index.ts';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import type { ModelName } from '../hris/scopes.ts';
import { byModelName, findStoredModel } from './by-model-name.ts';
import { selectMappings, selectTargets, type StoredMapping } from './field-mappings-store.ts';
import { keyNameOf, toEndpointInfo, toJsonSchema, toMappingView } from './mapping-view.ts';
import { sampleRemoteRows } from './remote-samples-store.ts';
import { listSeenFields, type SeenField } from './seen-fields.ts';

const SAMPLED_RECORDS = 250;

export interface FieldMappingOptions {
  /** Leave out what only the stored records tell of the source's field: it costs a look at them. */
  isRemoteFieldLeftOut: boolean;
}

/** The account's mappings by model. */
export async function listFieldMappings(deps: { db: Db }, scope: AccountScope, options: FieldMappingOptions) {
  const mappings = await selectMappings(deps.db, scope);
  const seen = new Map<RecordModel, readonly SeenField[]>();
  if (!options.isRemoteFieldLeftOut)
    for (const model of new Set(mappings.map((mapping) => mapping.model)))
      seen.set(model, await readSeenFields(deps.db, scope, model));
  return byModelName((model) =>
    mappings
      .filter((mapping) => mapping.model === model)
      .map((mapping) => toMappingView(mapping, seen.get(model) ?? null)),
  );
}

/** One mapping as the list shows it. */
export async function viewFieldMapping(
  deps: { db: Db },
  scope: AccountScope,
  mapping: StoredMapping,
  options: FieldMappingOptions,
) {
  const seen = options.isRemoteFieldLeftOut ? null : await readSeenFields(deps.db, scope, mapping.model);
  return toMappingView(mapping, seen);
}

/** What may be mapped to, by model: the organization's targets and the account's own. */
export async function listTargetFields(deps: { db: Db }, scope: AccountScope) {
  const targets = await selectTargets(deps.db, scope);
  return byModelName((model) =>
    targets
      .filter((target) => target.model === model)
      // The contract has a text here.
      .map(({ name, description, isMapped }) => ({ name, description, is_mapped: String(isMapped) })),
  );
}

/**
 * What the account's source showed of some models: their fields, types, and how often they are filled.
 * @param examplesFor gets some values too, which the audit trail tells; null: nobody
 */
export async function listRemoteFields(
  deps: { db: Db },
  scope: AccountScope,
  { models, examplesFor }: { models: readonly ModelName[]; examplesFor: AuditActor | null },
) {
  const wanted = models.map(findStoredModel).filter((model) => model !== undefined);
  const seen = new Map<RecordModel, readonly SeenField[]>();
  for (const model of wanted) seen.set(model, await readSeenFields(deps.db, scope, model));
  if (examplesFor) await appendAuditEvent(deps.db, { ...scope, ...EXAMPLES_READ, actor: examplesFor });
  return byModelName((model) =>
    (seen.get(model) ?? []).map((field) => ({
      schema: toJsonSchema(field),
      remote_key_name: keyNameOf(field.traversalPath)!,
      remote_endpoint_info: toEndpointInfo({ ...field, method: 'GET' }),
      example_values: examplesFor ? field.examples : null,
      // The source describes its fields nowhere.
      advanced_metadata: null,
      coverage: field.coverage,
    })),
  );
}

const EXAMPLES_READ = {
  type: 'READ_SENSITIVE_FIELDS',
  description: 'Read example values of remote fields.',
} as const;

async function readSeenFields(db: Db, scope: AccountScope, model: RecordModel): Promise<SeenField[]> {
  return listSeenFields(await sampleRemoteRows(db, scope, model, SAMPLED_RECORDS));
}
