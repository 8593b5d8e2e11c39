import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '../db/client.ts';
import { readQueueAgeSeconds } from './health-checks.ts';

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
  return {
    contentType: registry.contentType,
    scrape: () => registry.metrics(),
    observeRequest: (labels, seconds) => requests.observe(labels, seconds),
  };
}

function addDatabaseGauges(registry: Registry, db: Db): void {
  addGauge(registry, 'muster_queue_age_seconds', 'How long the oldest ready job has waited.', () =>
    readQueueAgeSeconds(db),
  );
  addGauge(registry, 'muster_open_issues', 'Issues that a person must act on.', () =>
    count(sql<CountRow>`select count(*) from issues where status = 'ONGOING' and not is_muted`.execute(db)),
  );
  addGauge(registry, 'muster_outbox_undispatched', 'Events without their deliveries yet.', () =>
    count(sql<CountRow>`select count(*) from outbox_events where dispatched_at is null`.execute(db)),
  );
  addRunsByState(registry, db);
}

interface CountRow {
  count: number;
}

async function count(result: Promise<{ rows: CountRow[] }>): Promise<number> {
  return (await result).rows[0]!.count;
}

function addGauge(registry: Registry, name: string, help: string, read: () => Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await read());
    },
  });
}

function addRunsByState(registry: Registry, db: Db): void {
  new Gauge({
    name: 'muster_sync_runs',
    help: 'Sync runs that are open, and those that ended within a day, by state.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { rows } = await sql<CountRow & { state: string }>`
        select state, count(*) from sync_runs
         where finished_at is null or finished_at > now() - interval '1 day'
         group by state`.execute(db);
      this.reset();
      for (const row of rows) this.set({ state: row.state }, row.count);
    },
  });
}
