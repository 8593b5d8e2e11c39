import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { toHiddenFields, type HiddenFields } from '../hris/hidden-fields.ts';
import { parseScopes } from '../hris/scopes.ts';
import type { RecordModel } from '../hris/record-tables.ts';
import { deleteHiddenModel, deleteHomes } from './delete-hidden-models.ts';
import { toKeyedParts, toPartNames } from './keyed-signals.ts';
import { RECORD_PLANS } from './record-plans.ts';
import { rewriteEvents } from './rewrite-events.ts';
import { keyNames, keyPeople } from './rewrite-keys.ts';
import { forgetHiddenDays, rewriteRecords } from './rewrite-records.ts';
import { rewriteVersions } from './rewrite-versions.ts';
import { deleteStage } from './stage-store.ts';
import type { SyncDeps } from './sync-deps.ts';

interface Rewrite {
  organizationId: string;
  linkedAccountId: string;
  hidden: HiddenFields;
  version: number;
}

/**
 * Takes out of all that is stored of an account what its scopes no longer allow: records, former states, events, what is staged.
 * Nobody is told, and no `modified_at` moves. In small transactions, each of which may be repeated: begun anew it skips what is done.
 */
export async function rewriteScopes(
  deps: Pick<SyncDeps, 'db' | 'vault'>,
  { linkedAccountId }: { linkedAccountId: string },
): Promise<void> {
  const rewrite = await findRewrite(deps.db, linkedAccountId);
  if (!rewrite) return;
  const { db } = deps;
  const { hidden, organizationId } = rewrite;
  const sealer = await deps.vault.openSealer(db, { linkedAccountId });
  await forgetStages(db, rewrite);
  for (const plan of RECORD_PLANS) {
    if (hidden.models.has(plan.model)) {
      await deleteHiddenModel(db, { organizationId, linkedAccountId, model: plan.model });
      continue;
    }
    const part = { organizationId, linkedAccountId, plan, hidden };
    await rewriteRecords(db, part);
    await rewriteVersions(db, part);
    await rewriteEvents(db, part);
  }
  if (hidden.models.has('employee') || hidden.fields.employee.has('home_location')) {
    await deleteHomes(db, rewrite);
  }
  await forgetHiddenDays(db, linkedAccountId, hidden);
  const parts = toKeyedParts(hidden);
  await keyPeople(db, linkedAccountId, parts, sealer);
  await keyNames(db, linkedAccountId, parts, sealer);
  await finishRewrite(db, rewrite);
}

async function findRewrite(db: Db, linkedAccountId: string): Promise<Rewrite | undefined> {
  const row = await db
    .selectFrom('linked_accounts')
    .select(['organization_id', 'scopes', 'scopes_version', 'scopes_applied_version'])
    .where('id', '=', linkedAccountId)
    .executeTakeFirst();
  if (!row || row.scopes_applied_version >= row.scopes_version) return undefined;
  const hidden = toHiddenFields(parseScopes(row.scopes));
  return { organizationId: row.organization_id, linkedAccountId, hidden, version: row.scopes_version };
}

/** What a run has under way is its own: it finds at its end that the scopes have changed, and reads again. */
async function forgetStages(db: Db, { organizationId, linkedAccountId }: Rewrite): Promise<void> {
  await inTransaction(db, async (trx) => {
    const runs = await trx
      .selectFrom('sync_runs')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('linked_account_id', '=', linkedAccountId)
      .where('staged_at', 'is not', null)
      .where((where) => where.or([where('state', '=', 'queued'), where('state', '=', 'held')]))
      .forUpdate()
      .execute();
    for (const { id } of runs) await deleteStage(trx, { id, scope: { organizationId, linkedAccountId } });
  });
}

async function finishRewrite(db: Db, rewrite: Rewrite): Promise<void> {
  const { organizationId, linkedAccountId, hidden, version } = rewrite;
  const models: RecordModel[] = [...hidden.models];
  const parts = toPartNames(toKeyedParts(hidden));
  await inTransaction(db, async (trx) => {
    await sql`
      delete from model_coverage where linked_account_id = ${linkedAccountId} and model = any(${models}::text[])`.execute(
      trx,
    );
    await sql`
      update linked_accounts
         set scopes_applied_version = greatest(scopes_applied_version, ${version}::integer),
             keyed_fields = array(select distinct unnest(keyed_fields || ${parts}::text[]) order by 1)
       where organization_id = ${organizationId} and id = ${linkedAccountId}`.execute(trx);
  });
}
