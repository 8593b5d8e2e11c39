import { sql } from 'kysely';
import type { SourceEvent } from '../connectors/contract.ts';
import type { ConnectorRegistry } from '../connectors/registry.ts';
import type { Db } from '../db/client.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { notFound } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { addMs, DAY_MS } from '../lib/duration.ts';
import { requestSync } from './request-sync.ts';

/** Longer than any source goes on to send one event. */
const KEPT_DAYS = 30;
const SWEEP_BATCH = 1000;

/**
 * Takes a webhook of the source: the accounts that its API reads for this company are read anew, once per event. What is
 * about nobody here is taken too, so that the source need not send it again.
 * @throws AppError not_found when the source's webhooks are not configured, and what the connector throws for a bad signature
 */
export async function receiveSourceEvent(
  deps: {
    db: Db;
    clock: Clock;
    connectors: ConnectorRegistry;
    config: { sync: { pacing: { failuresUntilBreak: number } } };
  },
  integration: string,
  request: { headers: Readonly<Record<string, string | string[] | undefined>>; body: Buffer },
): Promise<void> {
  const { sourceWebhooks } = deps.connectors.get(integration);
  if (!sourceWebhooks) throw notFound('source webhook');
  const now = deps.clock.now();
  const { failuresUntilBreak } = deps.config.sync.pacing;
  const event = sourceWebhooks.read({ ...request, now });
  await inTransaction(deps.db, async (trx) => {
    if (!(await isNew(trx, integration, event, now))) return;
    for (const scope of await findAccounts(trx, integration, event, { now, failuresUntilBreak })) {
      await requestSync(trx, scope, 'source_event');
    }
  });
}

export async function sweepSourceEvents(deps: { db: Db; clock: Clock }): Promise<void> {
  const before = addMs(deps.clock.now(), -KEPT_DAYS * DAY_MS);
  await sql`
    delete from source_events
     where (integration, event_id) in (select integration, event_id from source_events
                                        where received_at < ${before} limit ${SWEEP_BATCH})`.execute(deps.db);
}

async function isNew(trx: Trx, integration: string, event: SourceEvent, now: Date): Promise<boolean> {
  const inserted = await trx
    .insertInto('source_events')
    .values({ integration, event_id: event.id, received_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('event_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Where the source is to be left alone, or fails again and again, the next reading by schedule sees the news anyway. */
async function findAccounts(
  trx: Trx,
  integration: string,
  event: SourceEvent,
  { now, failuresUntilBreak }: { now: Date; failuresUntilBreak: number },
) {
  if (event.remoteCompanyId === null) return [];
  const { rows } = await sql<{ id: string; organization_id: string }>`
    select id, organization_id from linked_accounts account
     where integration = ${integration} and remote_company_id = ${event.remoteCompanyId}
       and connection_method = 'oauth' and status = 'COMPLETE' and paused_at is null
       and not exists (select from source_breakers breaker where breaker.integration = account.integration)
       and not exists (select from account_health health
                        where health.linked_account_id = account.id
                          and (health.not_before > ${now} or health.consecutive_failures >= ${failuresUntilBreak}))
     order by id`.execute(trx);
  return rows.map((row) => ({ organizationId: row.organization_id, linkedAccountId: row.id }));
}
