import { getRemoteAccess } from '../accounts/index.ts';
import { toConnectorContext } from '../connectors/connector-context.ts';
import type { RemoteSession } from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import type { KnownSource, SnapshotModel } from '../hris/snapshot.ts';
import { checkCapabilities } from './check-capabilities.ts';
import type { Trx } from '../db/transaction.ts';
import { inLeasedTransaction } from './leased-transaction.ts';
import { readLater } from './read-later.ts';
import { toComparedBase } from './seen-rows.ts';
import { findBase } from './stage-base.ts';
import { deleteStage, deleteStagedModels, markStaged } from './stage-store.ts';
import { withinScopes } from './within-scopes.ts';
import { writeStage } from './stage-writer.ts';
import { findStandingSource } from './standing-run.ts';
import type { SyncDeps } from './sync-deps.ts';
import { mappingsVersionOf, type FetchedSource, type SyncRun } from './sync-run.ts';

/**
 * Signs in, makes sure whose roster it is, and streams it into the stage. An unchanged source leaves the stage empty.
 * @throws ConnectorError, LeaseLostError; AppError unavailable `stage_base_lost`
 */
export async function fetchRoster(deps: SyncDeps, run: SyncRun, signal: AbortSignal): Promise<FetchedSource> {
  const connector = deps.connectors.get(run.account.reference.integration);
  const [access, known, chosen, stage] = await Promise.all([
    getAccess(deps, run, signal),
    listKnownSources(deps, run),
    chooseModels(deps, run),
    findBase(deps.db, run),
  ]);
  const base = stage && toComparedBase(deps, run, stage);
  const context = toConnectorContext(deps, signal);
  const session = await connector.openRemoteSession(context, access);
  await assertCompany(deps, run, session);
  // Only an earlier attempt can have left something there.
  if (run.attempt > 1) await inLeasedTransaction(deps, run, (trx) => deleteStage(trx, run));
  const reading = session.readRoster({
    timeZone: run.account.timeZone,
    known,
    ...chosen,
    areTaxIdsUnwanted: run.account.hidden.fields.employee.has('ssn'),
    rowSalt: run.sealer.fingerprint('source_rows', '').toString('base64url'),
    ...(base && { base }),
  });
  await writeStage(deps, run, reading.items, { base, signal });
  const summary = withinScopes(reading.summary(), run.account.hidden);
  const capabilityChecks = await checkCapabilities(deps, run, { connector, session, summary });
  const fetched = { ...summary, capabilityChecks, fieldMappingsVersion: mappingsVersionOf(run) };
  if (!summary.isUnchanged) await inLeasedTransaction(deps, run, (trx) => keepStaged(trx, run, fetched));
  return fetched;
}

function getAccess(deps: SyncDeps, { account, scope, sealer }: SyncRun, signal: AbortSignal) {
  const known = {
    connection_method: account.method,
    integration: account.reference.integration,
    remote_company_id: account.remoteCompanyId,
  };
  return getRemoteAccess({ ...deps, sealer }, scope, { signal, account: known });
}

async function keepStaged(trx: Trx, run: SyncRun, fetched: FetchedSource): Promise<void> {
  const broken = (fetched.failures ?? []).flatMap(({ models }) => models);
  if (broken.length > 0) await deleteStagedModels(trx, run, broken);
  await markStaged(trx, run, fetched);
}

/** What changes from day to day and is cheap to read. */
const TARGETED_MODELS = ['company', 'location', 'group', 'team', 'employee', 'employment'] as const;

/** Nothing is said: everything is read. */
async function chooseModels(deps: SyncDeps, run: SyncRun): Promise<{ models?: readonly SnapshotModel[] }> {
  if (run.isTargeted) return { models: TARGETED_MODELS };
  const models = await readLater(deps, run);
  return models ? { models } : {};
}

/** None: read everything, whatever it looked like before. */
async function listKnownSources(deps: SyncDeps, run: SyncRun): Promise<KnownSource[]> {
  const { method, appliedMethod, sourceHash, sourceRowsDigest: rowsDigest } = run.account;
  // Part of the source is never the same as the whole.
  if (run.isTargeted) return [];
  const standing = run.account.hasStandingRun ? await findStandingSource(deps.db, run.scope) : null;
  // Another way in sees other things.
  const isComparable = sourceHash !== null && appliedMethod === method;
  return [...(isComparable ? [{ sourceHash, rowsDigest }] : []), ...(standing ? [standing] : [])];
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
