import { appendAuditEvent, COMMAND_LINE, type AuditActor } from '../audit/index.ts';
import type { Db } from '../db/client.ts';
import { inTransaction } from '../db/transaction.ts';
import { invalidInput, notFound } from '../lib/app-error.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import { enqueue } from '../queue/enqueue.ts';
import { continueReplay, type ReplayDeps } from './continue-replay.ts';
import { endpointDisabled } from './endpoint-disabled.ts';
import { findEndpoint } from './endpoints-store.ts';
import { isEventFilterEntry } from './event-filter.ts';
import { findReplay, insertReplay, toReplayView, type ReplayView } from './replays-store.ts';

/** So far back. */
const REPLAY_DAYS = 14;
/** What the caller waits for; a job does the rest. */
const BATCHES_AT_ONCE = 2;

export interface ReplayInput {
  since: Date;
  /** Not included; now unless given. */
  until?: Date;
  /** What never succeeded, or all. */
  which: 'failed' | 'all';
  /** Entries as in an event filter; all that the endpoint gets unless given. */
  eventTypes?: string[];
}

/**
 * Sends what happened in a time again, or for the first time where the endpoint was disabled then: with the same
 * `webhook-id`s, in the order of the events, and with the whole schedule of attempts. What is about to be sent is not
 * doubled. A long time is worked off by a job.
 * @throws AppError not_found, conflict `endpoint_disabled`, invalid_input `replay_too_far_back`, `replay_range_empty`,
 * `event_type_unknown`
 */
export async function replay(
  deps: ReplayDeps,
  organizationId: string,
  endpointId: string,
  input: ReplayInput,
  actor: AuditActor = COMMAND_LINE,
): Promise<ReplayView> {
  const now = deps.clock.now();
  const { since, until, which, eventTypes } = input;
  const { id } = await inTransaction(deps.db, async (trx) => {
    const endpoint = await findEndpoint(trx, organizationId, endpointId);
    if (!endpoint) throw notFound('webhook endpoint');
    assertRange(since, until, now);
    assertEventTypes(eventTypes ?? []);
    if (endpoint.status !== 'enabled') throw endpointDisabled();
    const wish = { endpointId, since, until: until ?? null, which, eventTypes: eventTypes ?? null, now };
    const row = await insertReplay(trx, organizationId, wish);
    await enqueue(trx, 'replay_webhooks', { replayId: row.id });
    await appendAuditEvent(trx, {
      organizationId,
      linkedAccountId: null,
      actor,
      type: 'REPLAYED_WEBHOOKS',
      description: `Asked for ${which === 'all' ? 'all' : 'undelivered'} events since ${since.toISOString()} to be sent again to the webhook endpoint ${endpointId}.`,
    });
    return row;
  });
  await continueReplay(deps, id, { maxBatches: BATCHES_AT_ONCE });
  return await getReplay(deps, organizationId, id);
}

/** @throws AppError not_found */
export async function getReplay(deps: { db: Db }, organizationId: string, id: string): Promise<ReplayView> {
  const row = await findReplay(deps.db, organizationId, id);
  if (!row) throw notFound('replay');
  return toReplayView(row);
}

function assertRange(since: Date, until: Date | undefined, now: Date): void {
  if (since < addMs(now, -REPLAY_DAYS * DAY_MS)) {
    const message = `Events of the last ${REPLAY_DAYS} days can be replayed; the change feed goes back further.`;
    throw invalidInput('replay_too_far_back', message, '/since');
  }
  if (until && since >= until)
    throw invalidInput('replay_range_empty', '`until` must be later than `since`.', '/until');
}

function assertEventTypes(entries: readonly string[]): void {
  const unknown = entries.findIndex((entry) => !isEventFilterEntry(entry));
  if (unknown >= 0) {
    throw invalidInput('event_type_unknown', 'There is no such event type.', `/event_types/${unknown}`);
  }
}
