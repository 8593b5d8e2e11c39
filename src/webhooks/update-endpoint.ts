import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { WebhookSettings } from '../config/config.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { enqueue } from '../queue/enqueue.ts';
import { parseAccountFilter } from './account-filter.ts';
import { parseCustomHeaders } from './custom-headers.ts';
import { closeDisabledIssue } from './disable-endpoint.ts';
import { sealCustomHeaders } from './endpoint-keys.ts';
import { assertEndpointUrl } from './endpoint-url.ts';
import type { EndpointView } from './endpoint-view.ts';
import { toEndpointView, updateEndpointRow, type EndpointChanges } from './endpoints-store.ts';
import { parseEventFilter } from './event-filter.ts';

export interface UpdateEndpointDeps {
  db: Db;
  vault: Vault;
  clock: Clock;
  config: { webhooks: Pick<WebhookSettings, 'isLoopbackHttpAllowed'> };
}

/** What is left out stays as it is. */
export interface UpdateEndpointInput {
  url?: string;
  description?: string | null;
  eventFilter?: string[];
  payload?: EndpointView['payload'];
  /** Null: all accounts. */
  linkedAccountIds?: string[] | null;
  /** Replaces them all; an empty object removes them. */
  customHeaders?: Record<string, string>;
  status?: 'enabled' | 'disabled';
}

/**
 * Enabling clears why it was disabled, closes the issue about it and sends what had stayed pending; what happened in between is
 * sent when it is asked for: see replay.ts.
 * @throws AppError invalid_input, not_found
 */
export async function updateEndpoint(
  deps: UpdateEndpointDeps,
  organizationId: string,
  endpointId: string,
  input: UpdateEndpointInput,
  actor: AuditActor = COMMAND_LINE,
): Promise<EndpointView> {
  if (input.url !== undefined) assertEndpointUrl(input.url, deps.config.webhooks);
  const plain = toChanges(input);
  const headers = input.customHeaders && parseCustomHeaders(input.customHeaders);
  return inTransaction(deps.db, async (trx) => {
    const changes: EndpointChanges = {
      ...plain,
      ...(input.linkedAccountIds !== undefined && {
        linked_account_ids: await parseAccountFilter(trx, organizationId, input.linkedAccountIds),
      }),
      ...(headers && (await sealCustomHeaders(deps.vault, trx, organizationId, headers))),
    };
    const row = await updateEndpointRow(trx, organizationId, endpointId, changes, deps.clock.now());
    if (!row) throw notFound('webhook endpoint');
    await appendAuditEvent(trx, {
      organizationId,
      linkedAccountId: null,
      actor,
      type: 'CHANGED_DESTINATION',
      description: `Changed ${nameChanges(changes) || 'nothing'} of the webhook endpoint ${row.id}.`,
    });
    if (input.status === 'enabled') {
      await closeDisabledIssue(trx, organizationId, row.id);
      await enqueue(trx, 'deliver_due_webhooks', {});
    }
    return toEndpointView(row);
  });
}

function toChanges(input: UpdateEndpointInput): EndpointChanges {
  return {
    // What is known of the way to it is of another address, or to be tried anew.
    ...((input.url !== undefined || input.status === 'enabled') && { failure_streak: 0, paused_until: null }),
    ...(input.url !== undefined && { url: input.url }),
    ...(input.description !== undefined && { description: input.description }),
    ...(input.eventFilter !== undefined && { event_filter: parseEventFilter(input.eventFilter) }),
    ...(input.payload !== undefined && { payload: input.payload }),
    ...(input.status === 'enabled' && {
      status: 'enabled' as const,
      disabled_reason: null,
      failing_since: null,
    }),
    ...(input.status === 'disabled' && { status: 'disabled' as const, disabled_reason: 'by_request' }),
  };
}

/** The names of the columns, as the audit trail tells them. */
const nameChanges = (changes: EndpointChanges): string =>
  Object.keys(changes)
    .filter((name) => !['sealed_headers', 'failure_streak', 'paused_until'].includes(name))
    .join(', ');
