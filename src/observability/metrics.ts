import { sql } from 'kysely';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Db } from '../db/client.ts';
import { addGauge, addGaugesBy, readCount, type CountRow, type LabelledCount } from './gauges.ts';
import { readQueueAgeSeconds } from './health-checks.ts';
import { addWebhookGauges } from './webhook-gauges.ts';

export interface Metrics {
  contentType: string;
  /** The figures as Prometheus reads them; those of the database are asked for now. */
  scrape(): Promise<string>;
  /** `route` is the pattern, never the path: paths carry ids. */
  observeRequest(labels: { method: string; route: string; status: string }, seconds: number): void;
}

/** A registry of its own for each service, so that two in one process do not share figures. */
export function createMetrics(db: Db): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addDatabaseGauges(registry, db);
  const requests = new Histogram({
    name: 'muster_http_request_duration_seconds',
    help: 'Time from the request to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  // Looking a histogram up by its labels costs more than observing; routes and statuses are few.
  const children = new Map<string, ReturnType<typeof requests.labels>>();
  return {
    contentType: registry.contentType,
    scrape: () => registry.metrics(),
    observeRequest(labels, seconds) {
      const key = `${labels.method} ${labels.status} ${labels.route}`;
      let child = children.get(key);
      if (!child) children.set(key, (child = requests.labels(labels)));
      child.observe(seconds);
    },
  };
}

function addDatabaseGauges(registry: Registry, db: Db): void {
  const add = (name: string, help: string, read: () => Promise<number>): void =>
    addGauge(registry, { name, help }, read);
  add('muster_queue_age_seconds', 'How long the oldest ready job has waited.', () => readQueueAgeSeconds(db));
  add('muster_open_issues', 'Issues that a person must act on.', () =>
    readCount(
      sql<CountRow>`select count(*) from issues where status = 'ONGOING' and not is_muted`.execute(db),
    ),
  );
  add('muster_outbox_undispatched', 'Events without their deliveries yet.', () =>
    readCount(sql<CountRow>`select count(*) from undispatched_events`.execute(db)),
  );
  add('muster_sync_due_age_seconds', 'How long the account that is due longest has waited for its run.', () =>
    readCount(
      sql<CountRow>`
      select coalesce(extract(epoch from now() - min(next_sync_at)), 0)::double precision as count from linked_accounts
       where next_sync_at <= now() and status = 'COMPLETE' and paused_at is null`.execute(db),
    ),
  );
  add('muster_accounts_failing', 'Accounts whose last runs failed.', () =>
    readCount(sql<CountRow>`select count(*) from account_health where failing_since is not null`.execute(db)),
  );
  addOpenBreakers(registry, db);
  add(
    'muster_sync_lost_run_seconds',
    'How long the run whose lease ended first has waited for another worker.',
    () =>
      readCount(
        sql<CountRow>`
      select coalesce(extract(epoch from now() - min(lease_until)), 0)::double precision as count from sync_runs
       where state = 'running' and lease_until < now()`.execute(db),
      ),
  );
  addRunsByState(registry, db);
  addWebhookGauges(registry, db);
}

function addOpenBreakers(registry: Registry, db: Db): void {
  addGaugesBy(
    registry,
    {
      name: 'muster_source_breaker_open',
      help: '1 for each source that is left alone because it is away for many accounts.',
      label: 'integration',
    },
    async () => {
      const open = await db.selectFrom('source_breakers').select('integration').execute();
      return open.map(({ integration }) => ({ label: integration, count: 1 }));
    },
  );
}

function addRunsByState(registry: Registry, db: Db): void {
  addGaugesBy(
    registry,
    {
      name: 'muster_sync_runs',
      help: 'Sync runs that are open, and those that ended within a day, by state.',
      label: 'state',
    },
    async () => {
      const { rows } = await sql<LabelledCount>`
        select state as label, count(*) from sync_runs
         where finished_at is null or finished_at > now() - interval '1 day'
         group by state`.execute(db);
      return rows;
    },
  );
}
