import { connect } from 'node:net';
import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { assertReachable, findPendingMigrations } from '../db/migrator.ts';

/** One thing that must hold before traffic is sent here. `detail` is for operators: counts and names of ours only. */
export interface HealthCheck {
  name: string;
  /** Throws when it does not hold. */
  run(): Promise<string>;
  /** False: told, but traffic goes on; the fault is shared, and this process can serve nonetheless. */
  isRequired: boolean;
}

export interface HealthReport {
  status: 'ok' | 'degraded' | 'failed';
  checks: { name: string; status: 'ok' | 'degraded' | 'failed'; detail: string }[];
}

const CHECK_TIMEOUT_MS = 3000;
/** A job that waits longer means that no worker is at work. */
const MAX_QUEUE_AGE_SECONDS = 300;

/** What `/readyz` asks. The mail door is asked only where it stands in the same process. */
export function createHealthChecks(parts: {
  db: Db;
  mailDoor: { host: string; port: number } | null;
}): HealthCheck[] {
  const { db, mailDoor } = parts;
  const checks: HealthCheck[] = [
    { name: 'database', isRequired: true, run: () => checkDatabase(db) },
    { name: 'migrations', isRequired: true, run: () => checkMigrations(db) },
    { name: 'queue', isRequired: false, run: () => checkQueue(db) },
  ];
  if (mailDoor) checks.push({ name: 'mail', isRequired: true, run: () => checkMailDoor(mailDoor) });
  return checks;
}

export async function runHealthChecks(checks: readonly HealthCheck[]): Promise<HealthReport> {
  const results = await Promise.all(checks.map(runHealthCheck));
  const has = (status: HealthReport['status']) => results.some((result) => result.status === status);
  return { status: has('failed') ? 'failed' : has('degraded') ? 'degraded' : 'ok', checks: results };
}

/** Seconds that the oldest ready job has waited; 0 when none waits. */
export async function readQueueAgeSeconds(db: Db): Promise<number> {
  const { rows } = await sql<{ age: number }>`
    select coalesce(extract(epoch from now() - min(run_at)), 0)::float8 as age
      from graphile_worker.jobs
     where run_at <= now() and locked_at is null and attempts < max_attempts`.execute(db);
  return rows[0]!.age;
}

async function runHealthCheck(check: HealthCheck): Promise<HealthReport['checks'][number]> {
  try {
    return { name: check.name, status: 'ok', detail: await withinTime(check.run()) };
  } catch (thrown) {
    const detail = thrown instanceof CheckFailure ? thrown.message : 'It does not answer as it should.';
    return { name: check.name, status: check.isRequired ? 'failed' : 'degraded', detail };
  }
}

/** Its message may be shown; any other error's may not. */
class CheckFailure extends Error {}

async function checkDatabase(db: Db): Promise<string> {
  await assertReachable(db);
  return 'reachable';
}

async function checkMigrations(db: Db): Promise<string> {
  const pending = await findPendingMigrations(db);
  if (pending.length > 0) throw new CheckFailure(`${pending.length} pending; run \`muster migrate\`.`);
  return 'up to date';
}

async function checkQueue(db: Db): Promise<string> {
  const age = Math.round(await readQueueAgeSeconds(db));
  if (age > MAX_QUEUE_AGE_SECONDS) throw new CheckFailure(`The oldest ready job has waited ${age} s.`);
  return `The oldest ready job has waited ${age} s.`;
}

/** Reads the greeting only; no message is begun. */
function checkMailDoor(door: { host: string; port: number }): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ ...door, timeout: CHECK_TIMEOUT_MS });
  const end = (settle: () => void) => {
    socket.destroy();
    settle();
  };
  socket.once('data', (greeting) =>
    end(() => {
      if (greeting.toString('latin1').startsWith('220')) resolve('greets');
      else reject(new CheckFailure('It does not greet.'));
    }),
  );
  socket.once('timeout', () => end(() => reject(new CheckFailure('It does not greet.'))));
  socket.once('error', () => end(() => reject(new CheckFailure('It takes no connection.'))));
  return promise;
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new CheckFailure('It does not answer in time.')), CHECK_TIMEOUT_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
