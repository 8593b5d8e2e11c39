import { createHash, createHmac } from 'node:crypto';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { AppError, invalidInput } from '../lib/app-error.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import {
  claimKey,
  findKey,
  forgetKey,
  storeAnswer,
  type IdempotencyScope,
  type KnownKey,
} from './idempotency-store.ts';

const SEALED_FIELD = 'idempotency_key.answer';
/** Longer than any request of ours works; what died is repeated after it. */
const LEASE_SECONDS = 60;
const KEY = /^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/;

export interface IdempotencyDeps {
  db: Db;
  clock: Clock;
  vault: Vault;
  /** Keys the fingerprints of requests. */
  fingerprintKey: Uint8Array;
}

/** A request that may come twice. */
export interface RepeatableRequest {
  organizationId: string;
  linkedAccountId: string | null;
  /** Method and pattern, the same under all base paths. */
  route: string;
  /** As the caller sent it. */
  key: string;
  /** All else that decides what is done: path, query and body. */
  content: unknown;
}

/** What was answered, as it is sent again. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The first request's right to do the work; it must be ended by `keepAnswer` or `giveUpKey`. */
export interface HeldKey {
  scope: IdempotencyScope;
  leaseToken: string;
}

/**
 * Begins a request: to be worked on, or the answer of the one before it.
 * @throws AppError invalid_input `idempotency_key_invalid`, unprocessable `idempotency_key_reused` by another request,
 *   conflict `idempotency_key_in_use` while the first one is at work
 */
export async function beginRequest(
  deps: IdempotencyDeps,
  request: RepeatableRequest,
): Promise<{ held: HeldKey } | { answer: KeptAnswer }> {
  const scope = toScope(request);
  const fingerprint = fingerprintOf(deps, request);
  const leaseToken = newId();
  const claim = { fingerprint, leaseToken, leaseSeconds: LEASE_SECONDS, now: deps.clock.now() };
  if (await claimKey(deps.db, scope, claim)) return { held: { scope, leaseToken } };
  return { answer: await readAnswer(deps, scope, fingerprint, await findKey(deps.db, scope)) };
}

/** Every answer may hold a token, so all are sealed. */
export async function keepAnswer(deps: IdempotencyDeps, held: HeldKey, answer: KeptAnswer): Promise<void> {
  const { organizationId } = held.scope;
  const sealed = await deps.vault.seal(deps.db, { organizationId }, SEALED_FIELD, JSON.stringify(answer));
  await storeAnswer(deps.db, held.scope, held.leaseToken, sealed);
}

/** Nothing was done that a repetition would do twice. */
export async function giveUpKey(deps: Pick<IdempotencyDeps, 'db'>, held: HeldKey): Promise<void> {
  await forgetKey(deps.db, held.scope, held.leaseToken);
}

async function readAnswer(
  deps: IdempotencyDeps,
  { organizationId }: IdempotencyScope,
  fingerprint: Buffer,
  known: KnownKey | undefined,
): Promise<KeptAnswer> {
  if (known && !known.fingerprint.equals(fingerprint)) {
    throw new AppError(
      'unprocessable',
      'idempotency_key_reused',
      'This Idempotency-Key was sent with another request. Use a new key for each request.',
    );
  }
  if (!known?.sealed_answer) {
    throw new AppError(
      'conflict',
      'idempotency_key_in_use',
      'The first request with this Idempotency-Key is still at work. Try again in a moment.',
    );
  }
  const plain = await deps.vault.unseal(deps.db, { organizationId }, SEALED_FIELD, known.sealed_answer);
  return JSON.parse(plain.toString('utf8')) as KeptAnswer;
}

function toScope({ organizationId, linkedAccountId, route, key }: RepeatableRequest): IdempotencyScope {
  if (!KEY.test(key)) {
    throw invalidInput(
      'idempotency_key_invalid',
      'Idempotency-Key must have 1 to 255 printable ASCII characters.',
    );
  }
  return { organizationId, linkedAccountId, route, keyHash: createHash('sha256').update(key).digest() };
}

function fingerprintOf({ fingerprintKey }: IdempotencyDeps, request: RepeatableRequest): Buffer {
  const { linkedAccountId, content } = request;
  return createHmac('sha256', fingerprintKey).update(canonicalJson({ linkedAccountId, content })).digest();
}
