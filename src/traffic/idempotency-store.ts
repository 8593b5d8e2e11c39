import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';

/** A key counts on one route of one organization. */
export interface IdempotencyScope {
  organizationId: string;
  /** Of an account's route; null elsewhere. */
  linkedAccountId: string | null;
  /** Method and pattern. */
  route: string;
  keyHash: Buffer;
}

export interface IdempotencyClaim {
  fingerprint: Buffer;
  leaseToken: string;
  leaseSeconds: number;
  now: Date;
}

export interface KnownKey {
  fingerprint: Buffer;
  /** Null: the first request is at work. */
  sealed_answer: Buffer | null;
}

const KEPT_MS = DAY_MS;
const SWEEP_BATCH = 1000;

/** True: the caller is the first, or the first one has died at the same request. */
export async function claimKey(
  db: Db,
  scope: IdempotencyScope,
  { fingerprint, leaseToken, leaseSeconds, now }: IdempotencyClaim,
): Promise<boolean> {
  const { organizationId, linkedAccountId, route, keyHash } = scope;
  const { rows } = await sql`
    insert into idempotency_keys as known
           (organization_id, route, key_hash, linked_account_id, fingerprint, lease_token, lease_until, expires_at)
    values (${organizationId}, ${route}, ${keyHash}, ${linkedAccountId}, ${fingerprint}, ${leaseToken},
            now() + make_interval(secs => ${leaseSeconds}), ${addMs(now, KEPT_MS)})
    on conflict (organization_id, route, key_hash) do update
       set linked_account_id = excluded.linked_account_id, fingerprint = excluded.fingerprint,
           lease_token = excluded.lease_token, lease_until = excluded.lease_until, sealed_answer = null,
           expires_at = excluded.expires_at
     where known.expires_at <= ${now}
        or (known.lease_until <= now() and known.fingerprint = excluded.fingerprint)
    returning 1`.execute(db);
  return rows.length > 0;
}

export async function findKey(db: Db, scope: IdempotencyScope): Promise<KnownKey | undefined> {
  return db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'sealed_answer'])
    .where('organization_id', '=', scope.organizationId)
    .where('route', '=', scope.route)
    .where('key_hash', '=', scope.keyHash)
    .executeTakeFirst();
}

/** Does nothing when the lease has gone to another, or the key with its account. */
export async function storeAnswer(
  db: Db,
  scope: IdempotencyScope,
  leaseToken: string,
  sealedAnswer: Buffer,
): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ sealed_answer: sealedAnswer, lease_token: null, lease_until: null })
    .where('organization_id', '=', scope.organizationId)
    .where('route', '=', scope.route)
    .where('key_hash', '=', scope.keyHash)
    .where('lease_token', '=', leaseToken)
    .execute();
}

/** The same request may come again. */
export async function forgetKey(db: Db, scope: IdempotencyScope, leaseToken: string): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('organization_id', '=', scope.organizationId)
    .where('route', '=', scope.route)
    .where('key_hash', '=', scope.keyHash)
    .where('lease_token', '=', leaseToken)
    .execute();
}

/** Forgets answers that are older than a day. */
export async function sweepKeys(db: Db, now: Date): Promise<void> {
  await sql`
    delete from idempotency_keys
     where (organization_id, route, key_hash) in (
       select organization_id, route, key_hash from idempotency_keys
        where expires_at <= ${now} limit ${SWEEP_BATCH})`.execute(db);
}
