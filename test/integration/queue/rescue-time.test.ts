import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readConfiguration } from '../../../src/config/env.ts';
import { SHORT_LEASE_SECONDS } from '../../../src/queue/leases.ts';

const RESCUED_WITHIN_SECONDS = 60;
/** The queue's own poll, where a notice is missed, and a run of the sweep. */
const PICK_UP_SECONDS = 2;
/** What posting and recording may take beyond the limit of an attempt; see webhooks/deliver-due.ts. */
const DELIVERY_MARGIN_SECONDS = 5;

const { config } = readConfiguration({
  DATABASE_URL: 'postgres://127.0.0.1/none',
  LINK_MAIL_DOMAIN: 'link.partner.example',
  MUSTER_SEALING_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`,
});
const { worker, sync, linking, webhooks } = config;
const delivery = Math.max(webhooks.leaseSeconds, webhooks.attemptTimeoutMs / 1000 + DELIVERY_MARGIN_SECONDS);

it.each([
  ['a sync', sync.leaseSeconds],
  ['a link session', linking.leaseSeconds],
  ['a delivery', delivery],
  ['a plain job', worker.deadAfterSeconds],
])('is back within 60 seconds by the settings as they come: %s of a dead worker', (_work, heldSeconds) => {
  expect(heldSeconds + worker.tickSeconds + PICK_UP_SECONDS).toBeLessThanOrEqual(RESCUED_WITHIN_SECONDS);
});

it('has no short lease that outlives the silence after which its job is given to others', () => {
  // The last extension may be one tick younger than the last heartbeat.
  expect(SHORT_LEASE_SECONDS + worker.tickSeconds).toBeLessThan(worker.deadAfterSeconds);
});

it('frees the rows of a frozen transaction before another worker is to have them', () => {
  expect(sync.leaseSeconds).toBeLessThanOrEqual(worker.deadAfterSeconds);
});

// A named queue drains at one job per poll, and a job key drops requests or starts a second run (queue/enqueue.ts).
it('adds no job to a named queue, and none under a key', () => {
  const root = path.resolve(import.meta.dirname, '../../../src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(100);
  const asking = files.filter((file) =>
    /\b(queue_name|queueName|job_key|jobKey)\b/.test(readFileSync(path.join(root, file), 'utf8')),
  );
  expect(asking).toEqual([]);
});
