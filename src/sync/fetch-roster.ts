import { sql } from 'kysely';
import { getRemoteAccess } from '../accounts/index.ts';
import { toConnectorContext } from '../connectors/connector-context.ts';
import type { RemoteSession } from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import { checkCapabilities } from './check-capabilities.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { deleteStage, markStaged } from './stage-store.ts';
import { writeStage } from './stage-writer.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { FetchedSource, SyncRun } from './sync-run.ts';

/**
 * Signs in, makes sure whose roster it is, and streams it into the stage. An unchanged source leaves the stage empty.
 * @throws ConnectorError, LeaseLostError
 */
export async function fetchRoster(deps: SyncDeps, run: SyncRun, signal: AbortSignal): Promise<FetchedSource> {
  const connector = deps.connectors.get(run.account.reference.integration);
  const account = await getRemoteAccess(deps, run.scope, { signal });
  const context = toConnectorContext(deps, signal);
  const session = await connector.openRemoteSession(context, account);
  await assertCompany(deps, run, session);
  await inLeasedTransaction(deps, run, (trx) => deleteStage(trx, run));
  const reading = session.readRoster({
    timeZone: run.account.timeZone,
    knownSourceHash: await findKnownHash(deps, run),
    ...(run.isTargeted && { models: TARGETED_MODELS }),
  });
  await writeStage(deps, run, reading.items, signal);
  const summary = reading.summary();
  const capabilityChecks = await checkCapabilities(deps, run, { connector, session, summary });
  const fetched = { ...summary, capabilityChecks };
  if (!summary.isUnchanged) await inLeasedTransaction(deps, run, (trx) => markStaged(trx, run, fetched));
  return fetched;
}

/** What changes from day to day and is cheap to read. */
const TARGETED_MODELS = ['company', 'location', 'group', 'team', 'employee', 'employment'] as const;

/** Null: read everything, whatever it looked like before. */
async function findKnownHash(deps: SyncDeps, run: SyncRun): Promise<Buffer | null> {
  const { method, appliedMethod, sourceHash } = run.account;
  // Part of the source is never the same as the whole, and another way in sees other things.
  if (run.isTargeted || appliedMethod !== method) return null;
  return (await isAbsenceOpen(deps, run)) ? null : sourceHash;
}

/** The data of another company must never reach this account, whatever the credentials open today. */
async function assertCompany(deps: SyncDeps, run: SyncRun, session: RemoteSession): Promise<void> {
  const { remoteCompanyId } = await session.readCompany();
  const expected = run.account.remoteCompanyId;
  if (expected === null) return await learnCompany(deps, run, remoteCompanyId);
  if (remoteCompanyId === expected) return;
  throw new ConnectorError(
    'wrong_company',
    'The source shows another company than the one that was linked.',
    {
      subject: 'company',
    },
  );
}

async function learnCompany(deps: SyncDeps, run: SyncRun, remoteCompanyId: string): Promise<void> {
  await inLeasedTransaction(deps, run, async (trx) => {
    await trx
      .updateTable('linked_accounts')
      .set({ remote_company_id: remoteCompanyId })
      .where('organization_id', '=', run.scope.organizationId)
      .where('id', '=', run.scope.linkedAccountId)
      .where('remote_company_id', 'is', null)
      .execute();
  });
}

/**
 * Somebody was not there the last time. A second reading of the same bytes is the second time, so they are read again
 * instead of being passed over by their hash.
 */
async function isAbsenceOpen(deps: SyncDeps, run: SyncRun): Promise<boolean> {
  const { rows } = await sql`
    select 1 from employees
     where linked_account_id = ${run.scope.linkedAccountId} and missed_runs > 0 and not remote_was_deleted
     limit 1`.execute(deps.db);
  return rows.length > 0;
}
