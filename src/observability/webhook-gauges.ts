import { sql } from 'kysely';
import type { Registry } from 'prom-client';
import type { Db } from '../db/client.ts';
import { addGauge, addGaugesBy, readCount, type CountRow, type LabelledCount } from './gauges.ts';

/** Ids of deliveries are ordered by time, and attempts by them: what is recent is read alone. */
const ID_OF_A_MINUTE_AGO = sql.raw(
  `(lpad(to_hex(floor(extract(epoch from now() - interval '1 minute') * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid`,
);

/** What tells an operator whether webhooks arrive. Whatever the number of deliveries, only what waits or is recent is read. */
export function addWebhookGauges(registry: Registry, db: Db): void {
  addGauge(
    registry,
    {
      name: 'muster_webhook_deliveries_pending',
      help: 'Deliveries to enabled endpoints that wait for an attempt.',
    },
    () =>
      readCount(
        sql<CountRow>`
          select count(*) from pending_deliveries p join webhook_endpoints e on e.id = p.endpoint_id
           where e.status = 'enabled'`.execute(db),
      ),
  );
  addGauge(
    registry,
    {
      name: 'muster_webhook_due_age_seconds',
      help: 'How long the delivery that is due longest has waited for its attempt, where the endpoint is not paused.',
    },
    () => readCount(oldestDue.execute(db)),
  );
  addGaugesBy(
    registry,
    {
      name: 'muster_webhook_endpoints',
      help: 'Endpoints by state: well, failing (no success since a failure), paused (no answer comes), disabled.',
      label: 'state',
    },
    async () => (await endpointsByState.execute(db)).rows,
  );
  addGaugesBy(
    registry,
    {
      name: 'muster_webhook_recent_attempts',
      help: 'Attempts at deliveries that were made within the last minute, by outcome: 2xx to 5xx, or why no answer came.',
      label: 'outcome',
    },
    async () => (await recentAttempts.execute(db)).rows,
  );
}

const oldestDue = sql<CountRow>`
  select coalesce(extract(epoch from now() - min(due.at)), 0)::double precision as count
    from webhook_endpoints e
   cross join lateral (
     select p.next_attempt_at as at from pending_deliveries p
      where p.endpoint_id = e.id and p.next_attempt_at <= now()
      order by p.next_attempt_at limit 1) due
   where e.status = 'enabled' and (e.paused_until is null or e.paused_until <= now())`;

const endpointsByState = sql<LabelledCount>`
  select case when status = 'disabled' then 'disabled' when paused_until > now() then 'paused'
              when failing_since is not null then 'failing' else 'well' end as label, count(*)
    from webhook_endpoints group by 1`;

const recentAttempts = sql<LabelledCount>`
  select coalesce(failure, status_code / 100 || 'xx') as label, count(*)
    from delivery_attempts where delivery_id >= ${ID_OF_A_MINUTE_AGO} group by 1`;
