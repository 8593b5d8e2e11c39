import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import type { Clock } from '../lib/clock.ts';
import { enqueue } from '../queue/enqueue.ts';
import { findEndpoint } from './endpoints-store.ts';
import { matchesEventFilter } from './event-filter.ts';
import { isReceived } from './receivers.ts';
import { selectReceiversOf } from './receivers-store.ts';
import {
  advanceReplay,
  listRunningReplays,
  lockRunningReplay,
  queueReplayed,
  selectEventsToReplay,
  type ReplayedEvent,
  type ReplayRow,
} from './replays-store.ts';

/** Events that are looked at in one transaction. */
const BATCH_SIZE = 1000;

export interface ReplayDeps {
  db: Db;
  clock: Clock;
}

/**
 * Goes on where the replay has come to, batch by batch until it is done. Safe to call at any time and by any number of
 * workers. `maxBatches` bounds how long the caller waits; a job does the rest.
 */
export async function continueReplay(
  deps: ReplayDeps,
  replayId: string,
  { maxBatches = Number.POSITIVE_INFINITY }: { maxBatches?: number } = {},
): Promise<void> {
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const isMore = await inTransaction(deps.db, (trx) => replayBatch(trx, replayId, deps.clock.now()));
    if (!isMore) return;
  }
}

/** Those whose worker has died go on. */
export async function sweepReplays(deps: ReplayDeps): Promise<void> {
  for (const id of await listRunningReplays(deps.db)) await continueReplay(deps, id);
}

/** False: it is done, or somebody else is at it. */
async function replayBatch(trx: Trx, replayId: string, now: Date): Promise<boolean> {
  const replay = await lockRunningReplay(trx, replayId);
  if (!replay) return false;
  const events = replay.next_position === null ? [] : await selectEventsToReplay(trx, replay, BATCH_SIZE);
  const wanted = await chooseWanted(trx, replay, events);
  const due = wanted.filter(({ state }) => state !== 'pending');
  const first = replay.event_count;
  const queued =
    due.length === 0
      ? 0
      : await queueReplayed(
          trx,
          replay,
          due.map(({ id }) => id),
          { first, now },
        );
  const isMore = events.length === BATCH_SIZE;
  await advanceReplay(trx, replay, {
    nextPosition: isMore ? events.at(-1)!.position + 1 : null,
    events: events.length,
    queued,
    pending: wanted.length - queued,
    finishedAt: isMore ? null : now,
  });
  if (queued > 0) await enqueue(trx, 'deliver_due_webhooks', {});
  return isMore;
}

/**
 * What the endpoint had been sent, and what it would be sent today. Who deletes the endpoint waits for the replay's row, which is
 * locked and goes with it, and then sees the deliveries.
 */
async function chooseWanted(
  trx: Trx,
  replay: ReplayRow,
  events: readonly ReplayedEvent[],
): Promise<ReplayedEvent[]> {
  const endpoint = await findEndpoint(trx, replay.organization_id, replay.endpoint_id);
  if (!endpoint || events.length === 0) return [];
  const receivers = await selectReceiversOf(trx, [
    ...new Set(events.flatMap((event) => event.linked_account_id ?? [])),
  ]);
  return events.filter(({ type, linked_account_id: linkedAccountId, state }) => {
    if (replay.event_types && !matchesEventFilter(replay.event_types, type)) return false;
    if (state === null) return isReceived({ type, linkedAccountId }, endpoint, receivers);
    return state !== 'succeeded' || replay.which === 'all';
  });
}
