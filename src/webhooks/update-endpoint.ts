import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { WebhookSettings } from '../config/config.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { enqueue } from '../queue/enqueue.ts';
import { assertEndpointUrl } from './endpoint-url.ts';
import type { EndpointView } from './endpoint-view.ts';
import { toEndpointView, updateEndpointRow, type EndpointChanges } from './endpoints-store.ts';
import { parseEventFilter } from './event-filter.ts';

export interface UpdateEndpointDeps {
  db: Db;
  clock: Clock;
  config: { webhooks: Pick<WebhookSettings, 'isLoopbackHttpAllowed'> };
}

/** What is left out stays as it is. */
export interface UpdateEndpointInput {
  url?: string;
  description?: string | null;
  eventFilter?: string[];
  status?: 'enabled' | 'disabled';
}

/**
 * Enabling clears why it was disabled and sends what had stayed pending; events that happened in between are not sent.
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
  const changes = toChanges(input);
  return inTransaction(deps.db, async (trx) => {
    const row = await updateEndpointRow(trx, organizationId, endpointId, changes, deps.clock.now());
    if (!row) throw notFound('webhook endpoint');
    await appendAuditEvent(trx, {
      organizationId,
      linkedAccountId: null,
      actor,
      type: 'CHANGED_DESTINATION',
      description: `Changed ${Object.keys(changes).join(', ') || 'nothing'} of the webhook endpoint ${row.id}.`,
    });
    if (input.status === 'enabled') await enqueue(trx, 'deliver_due_webhooks', {});
    return toEndpointView(row);
  });
}

function toChanges(input: UpdateEndpointInput): EndpointChanges {
  return {
    ...(input.url !== undefined && { url: input.url }),
    ...(input.description !== undefined && { description: input.description }),
    ...(input.eventFilter !== undefined && { event_filter: parseEventFilter(input.eventFilter) }),
    ...(input.status === 'enabled' && {
      status: 'enabled' as const,
      disabled_reason: null,
      failing_since: null,
    }),
    ...(input.status === 'disabled' && { status: 'disabled' as const, disabled_reason: 'by_request' }),
  };
}
