import { inLeasedTransaction } from './leased-transaction.ts';
import { lockBreaker } from './source-breaker.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';
import type { Trx } from '../db/transaction.ts';

/** Why a run may not ask anything of the source now. */
export interface Refusal {
  code: 'account_not_linked' | 'account_paused' | 'source_left_alone';
  message: string;
}

const NOT_LINKED: Refusal = {
  code: 'account_not_linked',
  message: 'The account is not linked at present.',
};
const PAUSED: Refusal = { code: 'account_paused', message: 'The account is paused.' };
const LEFT_ALONE: Refusal = {
  code: 'source_left_alone',
  message: 'The source is away for many accounts and is left alone; the account stays due.',
};

/**
 * Whether the run may go to its source. Of a source that is left alone one run at a time is let through: it tries whether
 * the source is back.
 */
export async function findRefusal(deps: SyncDeps, run: SyncRun): Promise<Refusal | undefined> {
  if (run.account.status !== 'COMPLETE') return NOT_LINKED;
  // A person let it through; its source was read before.
  if (run.isReleased) return undefined;
  if (run.account.isPaused) return PAUSED;
  if (!run.account.isSourceLeftAlone || run.staged) return undefined;
  return await inLeasedTransaction(deps, run, async (trx) =>
    (await claimProbe(deps, trx, run)) ? undefined : LEFT_ALONE,
  );
}

/**
 * Why nothing more is made of a run that was under way when its account was disconnected or erased: neither records, nor what its
 * attempt failed of.
 */
export async function findDeparture(deps: SyncDeps, run: SyncRun): Promise<Refusal | undefined> {
  const account = await deps.db
    .selectFrom('linked_accounts')
    .select('status')
    .where('organization_id', '=', run.scope.organizationId)
    .where('id', '=', run.scope.linkedAccountId)
    .executeTakeFirst();
  return !account || account.status === 'IDLE' ? NOT_LINKED : undefined;
}

async function claimProbe(deps: SyncDeps, trx: Trx, run: SyncRun): Promise<boolean> {
  const { integration } = run.account.reference;
  const breaker = await lockBreaker(trx, integration);
  if (!breaker || breaker.probe_run_id === run.id) return true;
  if (breaker.probe_run_id !== null && (await isOpenRun(trx, breaker.probe_run_id))) return false;
  if (!(await isAskedFor(trx, run)) && new Date(breaker.probe_at) > deps.clock.now()) return false;
  await trx
    .updateTable('source_breakers')
    .set({ probe_run_id: run.id })
    .where('integration', '=', integration)
    .execute();
  return true;
}

/** Of any account: the breaker is the whole deployment's. */
async function isOpenRun(trx: Trx, id: string): Promise<boolean> {
  const run = await trx
    .selectFrom('sync_runs')
    .select('id')
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return run !== undefined;
}

/** Somebody is waiting for the answer: it may come before the probe's time. */
async function isAskedFor(trx: Trx, run: SyncRun): Promise<boolean> {
  const { trigger } = await trx
    .selectFrom('sync_runs')
    .select('trigger')
    .where('linked_account_id', '=', run.scope.linkedAccountId)
    .where('id', '=', run.id)
    .executeTakeFirstOrThrow();
  return trigger === 'request' || trigger === 'link';
}
