import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { WebhookSettings } from '../config/config.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import { parseAccountFilter } from './account-filter.ts';
import { parseCustomHeaders } from './custom-headers.ts';
import { sealCustomHeaders, sealEndpointSecret } from './endpoint-keys.ts';
import { insertSecret } from './endpoint-secrets-store.ts';
import { assertEndpointUrl } from './endpoint-url.ts';
import type { EndpointView, NewEndpointView } from './endpoint-view.ts';
import { insertEndpoint, lockAndCountEndpoints, toEndpointView } from './endpoints-store.ts';
import { parseEventFilter } from './event-filter.ts';
import { createWebhookSecret } from './signature.ts';

/** A bound on what one event can fan out to. */
const MAX_ENDPOINTS = 50;

export interface CreateEndpointDeps {
  db: Db;
  vault: Vault;
  clock: Clock;
  config: { webhooks: Pick<WebhookSettings, 'isLoopbackHttpAllowed'> };
}

export interface CreateEndpointInput {
  url: string;
  description?: string | null;
  /** All events when it is left out. */
  eventFilter?: string[];
  /** `standard` when it is left out; it stays for the endpoint's life. */
  format?: EndpointView['format'];
  /** `full` when it is left out. */
  payload?: EndpointView['payload'];
  /** Null, or left out: all accounts. */
  linkedAccountIds?: string[] | null;
  /** Name -> value. */
  customHeaders?: Record<string, string>;
}

/**
 * Creates an endpoint with a secret of its own, which is in this answer and in no other.
 * @throws AppError invalid_input for the URL, a filter or a header, conflict `too_many_endpoints`
 */
export async function createEndpoint(
  deps: CreateEndpointDeps,
  organizationId: string,
  input: CreateEndpointInput,
  actor: AuditActor = COMMAND_LINE,
): Promise<NewEndpointView> {
  assertEndpointUrl(input.url, deps.config.webhooks);
  const eventFilter = parseEventFilter(input.eventFilter ?? ['*']);
  const headers = parseCustomHeaders(input.customHeaders ?? {});
  const secret = createWebhookSecret();
  const now = deps.clock.now();
  return inTransaction(deps.db, async (trx) => {
    if ((await lockAndCountEndpoints(trx, organizationId)) >= MAX_ENDPOINTS) throw tooManyEndpoints();
    const row = await insertEndpoint(trx, organizationId, {
      id: newId(),
      url: input.url,
      description: input.description ?? null,
      eventFilter,
      format: input.format ?? 'standard',
      payload: input.payload ?? 'full',
      linkedAccountIds: await parseAccountFilter(trx, organizationId, input.linkedAccountIds ?? null),
      headers: await sealCustomHeaders(deps.vault, trx, organizationId, headers),
      now,
    });
    const sealed = await sealEndpointSecret(deps.vault, trx, organizationId, secret);
    await insertSecret(trx, { organizationId, endpointId: row.id }, sealed, now);
    await appendAuditEvent(trx, {
      organizationId,
      linkedAccountId: null,
      actor,
      type: 'CREATED_DESTINATION',
      description: `Created the webhook endpoint ${row.id}.`,
    });
    return { ...toEndpointView(row), secret };
  });
}

function tooManyEndpoints(): AppError {
  return new AppError(
    'conflict',
    'too_many_endpoints',
    `An organization has at most ${MAX_ENDPOINTS} webhook endpoints.`,
  );
}
