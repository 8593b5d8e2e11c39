import { sql } from 'kysely';
import type { AccountScope } from '../accounts/index.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import { newId } from '../lib/ids.ts';

export interface StoredMapping {
  id: string;
  model: RecordModel;
  targetId: string;
  targetName: string;
  targetDescription: string;
  isOrganizationWide: boolean;
  source: MappingSource;
}

/** Where the value of a mapping comes from. */
export interface MappingSource {
  method: string;
  urlPath: string;
  traversalPath: (string | number)[];
  jmesPath: string | null;
}

export interface StoredTarget {
  model: RecordModel;
  name: string;
  description: string;
  isMapped: boolean;
}

/** All of the account's, by target. */
export async function selectMappings(db: Db | Trx, scope: AccountScope): Promise<StoredMapping[]> {
  return await selectWhere(db, scope, sql`true`);
}

export async function selectMapping(
  db: Db | Trx,
  scope: AccountScope,
  id: string,
): Promise<StoredMapping | undefined> {
  return (await selectWhere(db, scope, sql`mapping.id = ${id}`))[0];
}

async function selectWhere(
  db: Db | Trx,
  scope: AccountScope,
  condition: ReturnType<typeof sql>,
): Promise<StoredMapping[]> {
  const { rows } = await sql<Omit<StoredMapping, 'source'> & MappingSource>`
    select mapping.id, mapping.model, target.id as "targetId", target.name as "targetName",
           target.description as "targetDescription", target.linked_account_id is null as "isOrganizationWide",
           mapping.remote_method as method, mapping.remote_url_path as "urlPath",
           mapping.traversal_path as "traversalPath", mapping.jmes_path as "jmesPath"
      from field_mappings mapping join field_targets target on target.id = mapping.target_id
     where mapping.linked_account_id = ${scope.linkedAccountId} and target.organization_id = ${scope.organizationId}
       and ${condition}
     order by mapping.model, target.name, mapping.id`.execute(db);
  return rows.map(({ method, urlPath, traversalPath, jmesPath, ...rest }) => ({
    ...rest,
    source: { method, urlPath, traversalPath, jmesPath },
  }));
}

/** The organization's targets and the account's own. */
export async function selectTargets(db: Db | Trx, scope: AccountScope): Promise<StoredTarget[]> {
  const { rows } = await sql<StoredTarget>`
    select target.model, target.name, target.description,
           exists (select from field_mappings mapping
                    where mapping.target_id = target.id and mapping.linked_account_id = ${scope.linkedAccountId}) as "isMapped"
      from field_targets target
     where target.organization_id = ${scope.organizationId}
       and (target.linked_account_id is null or target.linked_account_id = ${scope.linkedAccountId})
     order by target.model, target.name, target.id`.execute(db);
  return rows;
}

export interface TargetKey {
  model: RecordModel;
  name: string;
}

/** The organization's own target of this name, kept from going until the transaction's end. */
export async function lockOrganizationTarget(
  trx: Trx,
  scope: AccountScope,
  { model, name }: TargetKey,
): Promise<string | undefined> {
  const target = await trx
    .selectFrom('field_targets')
    .select('id')
    .where('organization_id', '=', scope.organizationId)
    .where('linked_account_id', 'is', null)
    .where('model', '=', model)
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst();
  return target?.id;
}

/** Gives the target's id; one that is there already stays as it is, and is kept from going until the transaction's end. */
export async function ensureTarget(
  trx: Trx,
  scope: AccountScope,
  target: TargetKey & { description: string; isOrganizationWide: boolean },
): Promise<string> {
  const owner = target.isOrganizationWide ? null : scope.linkedAccountId;
  const key = target.isOrganizationWide
    ? sql`(organization_id, model, name) where linked_account_id is null`
    : sql`(linked_account_id, model, name) where linked_account_id is not null`;
  const { rows } = await sql<{ id: string }>`
    insert into field_targets as known (id, organization_id, linked_account_id, model, name, description)
    values (${newId()}, ${scope.organizationId}, ${owner}, ${target.model}, ${target.name}, ${target.description})
    on conflict ${key} do update set name = known.name
    returning id`.execute(trx);
  return rows[0]!.id;
}

/** Undefined where the account maps the target already. */
export async function insertMapping(
  trx: Trx,
  scope: AccountScope,
  mapping: { model: RecordModel; targetId: string; source: MappingSource },
): Promise<string | undefined> {
  const { source } = mapping;
  const inserted = await trx
    .insertInto('field_mappings')
    .values({
      id: newId(),
      linked_account_id: scope.linkedAccountId,
      target_id: mapping.targetId,
      model: mapping.model,
      ...toColumns(source),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id;
}

export async function updateMapping(
  trx: Trx,
  scope: AccountScope,
  id: string,
  source: MappingSource,
): Promise<void> {
  await trx
    .updateTable('field_mappings')
    .set({ ...toColumns(source), modified_at: sql<string>`now()` })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('id', '=', id)
    .execute();
}

/** A target goes with the last mapping that names it. */
export async function deleteMapping(trx: Trx, scope: AccountScope, mapping: StoredMapping): Promise<void> {
  await trx
    .selectFrom('field_targets')
    .select('id')
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', mapping.targetId)
    .forUpdate()
    .execute();
  await trx
    .deleteFrom('field_mappings')
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('id', '=', mapping.id)
    .execute();
  await sql`
    delete from field_targets target
     where target.organization_id = ${scope.organizationId} and target.id = ${mapping.targetId}
       and not exists (select from field_mappings other where other.target_id = target.id)`.execute(trx);
}

const toColumns = ({ method, urlPath, traversalPath, jmesPath }: MappingSource) => ({
  remote_method: method,
  remote_url_path: urlPath,
  traversal_path: JSON.stringify(traversalPath),
  jmes_path: jmesPath,
});

/** One change of the account's mappings at a time. Gives whether its source can be read now; undefined: no such account. */
export async function lockMappingsOfAccount(trx: Trx, scope: AccountScope): Promise<boolean | undefined> {
  const account = await trx
    .selectFrom('linked_accounts')
    .select(['status', 'paused_at'])
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return account && account.status === 'COMPLETE' && account.paused_at === null;
}

/** The same source means something else from now on: whatever was read of it is to be read again. */
export async function forgetReadState(trx: Trx, scope: AccountScope): Promise<void> {
  await trx
    .updateTable('linked_accounts')
    .set({
      field_mappings_version: sql<number>`field_mappings_version + 1`,
      source_hash: null,
      source_rows_digest: null,
    })
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', scope.linkedAccountId)
    .execute();
}
