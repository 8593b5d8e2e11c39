import { sql } from 'kysely';
import { getRemoteAccount } from '../accounts/index.ts';
import type { RemoteSession } from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { deleteStage, markStaged } from './stage-store.ts';
import { writeStage } from './stage-writer.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * Signs in, makes sure whose roster it is, and streams it into the stage. An unchanged source leaves the stage empty.
 * @throws ConnectorError, LeaseLostError
 */
export async function fetchRoster(deps: SyncDeps, run: SyncRun, signal: AbortSignal): Promise<SourceSummary> {
  const connector = deps.connectors.get(run.account.reference.integration);
  const account = await getRemoteAccount(deps, run.scope);
  const context = { http: deps.outbound, clock: deps.clock, log: deps.log, signal };
  const session = await connector.openRemoteSession(context, account);
  await assertCompany(deps, run, session);
  await inLeasedTransaction(deps, run, (trx) => deleteStage(trx, run));
  const knownSourceHash = (await isAbsenceOpen(deps, run)) ? null : run.account.sourceHash;
  const reading = session.readRoster({ timeZone: run.account.timeZone, knownSourceHash });
  await writeStage(deps, run, reading.items, signal);
  const summary = reading.summary();
  if (!summary.isUnchanged) await inLeasedTransaction(deps, run, (trx) => markStaged(trx, run, summary));
  return summary;
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
