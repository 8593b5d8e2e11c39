import { sql } from 'kysely';
import { findHubPage } from '../auth/organizations.ts';
import { hashToken, randomBase62 } from '../crypto/token-hash.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { AppError, invalidInput } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { addMs, DAY_MS, MINUTE_MS } from '../lib/duration.ts';
import type { LinkingDeps } from './deps.ts';

const TOKEN_CHARACTERS = 43;
const LIFE_MS = 10 * MINUTE_MS;
const POINTER = '/handover';
const SWEEP_BATCH = 1000;

/**
 * An employer started at the source's own list of integrations: a token for the organization's page, once, within 10
 * minutes. Null when the organization is unknown or registered no page.
 */
export async function startHubHandover(
  deps: Pick<LinkingDeps, 'db' | 'clock'>,
  input: { integration: string; organizationId: string },
): Promise<{ pageUrl: string } | null> {
  const page = await findHubPage(deps.db, input.organizationId);
  if (page === undefined) return null;
  const token = randomBase62(TOKEN_CHARACTERS);
  await deps.db
    .insertInto('hub_handovers')
    .values({
      token_hash: hashToken(token),
      organization_id: input.organizationId,
      integration: input.integration,
      expires_at: addMs(deps.clock.now(), LIFE_MS),
    })
    .execute();
  const url = new URL(page);
  url.searchParams.set('muster_handover', token);
  return { pageUrl: url.href };
}

/**
 * Uses the hand-over for this account. The account that used it may repeat its call.
 * @throws AppError invalid_input `handover_invalid` (also another organization's), `handover_expired`, conflict
 * `handover_used`
 */
export async function useHubHandover(
  trx: Trx,
  scope: { organizationId: string; linkedAccountId: string },
  token: string,
  now: Date,
): Promise<void> {
  const handover = await trx
    .selectFrom('hub_handovers')
    .select(['linked_account_id', 'used_at'])
    .select(sql<boolean>`expires_at <= ${now}`.as('is_expired'))
    .where('token_hash', '=', hashToken(token))
    .where('organization_id', '=', scope.organizationId)
    .forUpdate()
    .executeTakeFirst();
  if (!handover) throw invalidInput('handover_invalid', 'There is no such hand-over.', POINTER);
  if (handover.used_at !== null && handover.linked_account_id === scope.linkedAccountId) return;
  if (handover.used_at !== null) {
    throw new AppError('conflict', 'handover_used', 'This hand-over was used already.', { pointer: POINTER });
  }
  if (handover.is_expired) {
    throw invalidInput('handover_expired', 'This hand-over is older than 10 minutes. Start again.', POINTER);
  }
  await trx
    .updateTable('hub_handovers')
    .set({ used_at: now, linked_account_id: scope.linkedAccountId })
    .where('token_hash', '=', hashToken(token))
    .where('organization_id', '=', scope.organizationId)
    .execute();
}

/** Kept for a day, so that a late caller learns that it was late. */
export async function sweepHubHandovers(deps: { db: Db; clock: Clock }): Promise<void> {
  const before = addMs(deps.clock.now(), -DAY_MS);
  await sql`
    delete from hub_handovers
     where token_hash in (select token_hash from hub_handovers where expires_at < ${before} limit ${SWEEP_BATCH})`.execute(
    deps.db,
  );
}
