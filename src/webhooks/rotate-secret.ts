import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { AppError, notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { addMs, HOUR_MS } from '../lib/duration.ts';
import { sealEndpointSecret } from './endpoint-keys.ts';
import { countFormerSecrets, expireCurrentSecret, insertSecret } from './endpoint-secrets-store.ts';
import { lockEndpoint } from './endpoints-store.ts';
import { createWebhookSecret } from './signature.ts';

/** A receiver has so long to take the new secret: former ones sign along meanwhile. */
const FORMER_SECRET_LIFE_MS = 24 * HOUR_MS;
/** Each former secret is one more signature in every request. */
const MAX_FORMER_SECRETS = 10;

/**
 * Gives the endpoint a new secret, which is in this answer and in no other. For 24 hours every request is signed by the
 * former ones too.
 * @throws AppError not_found, conflict `too_many_secrets`
 */
export function rotateSecret(
  deps: { db: Db; vault: Vault; clock: Clock },
  organizationId: string,
  endpointId: string,
  actor: AuditActor = COMMAND_LINE,
): Promise<{ secret: string }> {
  const scope = { organizationId, endpointId };
  const now = deps.clock.now();
  return inTransaction(deps.db, async (trx) => {
    // The lock lets one rotation at a time count and replace.
    if (!(await lockEndpoint(trx, organizationId, endpointId))) throw notFound('webhook endpoint');
    await assertRoom(trx, scope, now);
    const secret = createWebhookSecret();
    await expireCurrentSecret(trx, scope, addMs(now, FORMER_SECRET_LIFE_MS));
    await insertSecret(trx, scope, await sealEndpointSecret(deps.vault, trx, organizationId, secret), now);
    await appendAuditEvent(trx, {
      organizationId,
      linkedAccountId: null,
      actor,
      type: 'REGENERATED_WEBHOOK_SIGNATURE',
      description: `Gave the webhook endpoint ${endpointId} a new secret.`,
    });
    return { secret };
  });
}

async function assertRoom(
  trx: Trx,
  scope: { organizationId: string; endpointId: string },
  now: Date,
): Promise<void> {
  if ((await countFormerSecrets(trx, scope, now)) < MAX_FORMER_SECRETS) return;
  throw new AppError(
    'conflict',
    'too_many_secrets',
    `${MAX_FORMER_SECRETS} former secrets of the endpoint still sign. Each expires 24 hours after it was replaced: rotate again then.`,
  );
}
