import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { ConnectorContext, GrantTokens, OauthDoor } from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import type { Vault } from '../crypto/vault.ts';
import { toDate, type Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import {
  SHORT_LEASE_SECONDS,
  LeaseLostError,
  takeLease,
  withLease,
  writeUnderLease,
  type Lease,
} from '../queue/leases.ts';
import { dueAt, retryAt } from './grant-schedule.ts';
import type { AccountScope } from './issues.ts';
import {
  findGrantById,
  GRANT_FIELDS,
  markGrantEnded,
  sealTokens,
  type GrantRow,
} from './oauth-grants-store.ts';

const STORE_ATTEMPTS = 5;
const STORE_PAUSE_MS = 200;

/** One grant, and how to ask its source. */
export interface GrantWork {
  db: Db;
  vault: Vault;
  context: ConnectorContext;
  door: OauthDoor;
  scope: AccountScope;
  grantId: string;
}

/** @throws ConnectorError grant_ended */
export async function getLiveGrant(work: Pick<GrantWork, 'db' | 'scope' | 'grantId'>): Promise<GrantRow> {
  const row = await findGrantById(work.db, work.scope, work.grantId);
  if (row === undefined || row.state === 'ended' || row.state === 'revoking') throw grantEnded();
  return row;
}

export function grantEnded(): ConnectorError {
  return new ConnectorError('grant_ended', 'The employer’s consent is over.');
}

/**
 * Asks the source for new tokens, one refresher at a time. `isStale` is asked again under the lease: the one before us
 * may have done it. Returns the row as it is then; undefined while another refresher is at work.
 * @param onEnded what else to write when the source knows the grant no more
 * @throws ConnectorError grant_ended, or why the source could not be asked
 */
export async function refreshGrant(
  work: GrantWork,
  isStale: (row: GrantRow) => boolean,
  onEnded?: (trx: Trx) => Promise<void>,
): Promise<GrantRow | undefined> {
  const lease = await takeLease(work.db, 'oauth_grants', work.grantId, SHORT_LEASE_SECONDS);
  if (!lease) return undefined;
  try {
    return await withLease(work.db, lease, SHORT_LEASE_SECONDS, async (signal) => {
      const row = await getLiveGrant(work);
      if (!isStale(row)) return row;
      const context = { ...work.context, signal: AbortSignal.any([work.context.signal, signal]) };
      await exchange({ ...work, context }, lease, row, onEnded);
      return await getLiveGrant(work);
    });
  } catch (error) {
    // Ours, not that of the work that needs the tokens: it waits for whoever took over.
    if (error instanceof LeaseLostError && !work.context.signal.aborted) return undefined;
    throw error;
  }
}

async function exchange(
  work: GrantWork,
  lease: Lease,
  row: GrantRow,
  onEnded: ((trx: Trx) => Promise<void>) | undefined,
): Promise<void> {
  const { db, vault, context, door, scope } = work;
  const end = () =>
    writeUnderLease(db, lease, async (trx) => {
      await markGrantEnded(trx, row);
      await onEnded?.(trx);
    });
  if (row.sealed_refresh_token === null) {
    await end();
    throw grantEnded();
  }
  const owner = { linkedAccountId: scope.linkedAccountId };
  const refreshToken = await vault.unseal(db, owner, GRANT_FIELDS.refreshToken, row.sealed_refresh_token);
  await markStarted(work, lease, row);
  let tokens: GrantTokens;
  try {
    tokens = await door.refresh(context, refreshToken.toString('utf8'));
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.code === 'grant_ended') await end();
    else await recordFailure(work, lease, row);
    throw error;
  }
  await storeTokens(work, row, tokens);
}

/**
 * Whoever lost the lease must not ask: what it holds may be used up, and some sources end a grant whose former token comes
 * again. A mark that is found here already was left by a crash: see docs/decisions/0009.
 */
async function markStarted({ db, context, scope }: GrantWork, lease: Lease, row: GrantRow): Promise<void> {
  if (row.refresh_started_at !== null) {
    context.log.warn({ ...scope, grant_id: row.id }, 'grant_refresh_was_interrupted');
  }
  await writeUnderLease(db, lease, (trx) =>
    trx
      .updateTable('oauth_grants')
      .set({ refresh_started_at: context.clock.now() })
      .where('linked_account_id', '=', scope.linkedAccountId)
      .where('id', '=', row.id)
      .execute(),
  );
}

/** The source answered that it can't now, or not at all: the former tokens stand. */
async function recordFailure({ db, context, scope }: GrantWork, lease: Lease, row: GrantRow): Promise<void> {
  const failureCount = row.failure_count + 1;
  await writeUnderLease(db, lease, (trx) =>
    trx
      .updateTable('oauth_grants')
      .set({ failure_count: failureCount, due_at: retryAt(failureCount, context.clock.now()) })
      .where('linked_account_id', '=', scope.linkedAccountId)
      .where('id', '=', row.id)
      .execute(),
  );
}

/**
 * The former refresh token may be dead from here on, so these must not be lost: tried again while the database is away.
 * Not the lease but the former refresh token is the fence: whoever got tokens for it holds the only ones that work, also
 * when a slow moment cost the lease and another refresher was refused meanwhile.
 */
async function storeTokens(work: GrantWork, row: GrantRow, tokens: GrantTokens): Promise<void> {
  const { db, context, scope } = work;
  const now = context.clock.now();
  const sealed = await sealTokens(work, db, scope, tokens, now);
  const life = {
    accessExpiresAt: tokens.accessExpiresAt,
    refreshExpiresAt:
      tokens.refreshExpiresAt ?? (row.refresh_expires_at === null ? null : toDate(row.refresh_expires_at)),
    hasRefreshToken: true,
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db
        .updateTable('oauth_grants')
        .set({
          ...sealed,
          state: sql`case state when 'ended' then 'active' else state end`,
          due_at: dueAt(life, now),
          failure_count: 0,
          refresh_started_at: null,
        })
        .where('linked_account_id', '=', scope.linkedAccountId)
        .where('id', '=', row.id)
        .where('sealed_refresh_token', '=', row.sealed_refresh_token)
        .execute();
      return;
    } catch (error) {
      if (attempt === STORE_ATTEMPTS) throw error;
      await delay(STORE_PAUSE_MS * attempt);
    }
  }
}
