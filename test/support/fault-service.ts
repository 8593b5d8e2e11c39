import { vi } from 'vitest';
import { RESCUE_MS } from './fault-lengths.ts';
import type { FaultWorld } from './fault-world.ts';
import { makeRetriesReady } from './drain-jobs.ts';
import { linkEmployer, startWholeService, type WholeServiceOptions } from './whole-service.ts';

/** A linked employer whose further work is done by workers in processes of their own: both sides have the machine's clock. */
export async function startFaultWorld(
  options: WholeServiceOptions = {},
): Promise<FaultWorld & AsyncDisposable> {
  const service = await startWholeService({ companySize: 12, usesSystemClock: true, ...options });
  try {
    const employer = await linkEmployer(service);
    return { service, employer, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
  } catch (error) {
    await service[Symbol.asyncDispose]();
    throw error;
  }
}

/** A change at the source, the same for the same number; and a sync is asked for. */
export async function changeAndAsk(world: FaultWorld, number: number): Promise<void> {
  changeSource(world, number);
  await askForSync(world);
}

export function changeSource({ service }: FaultWorld, number: number): void {
  const { control } = service.sandbox;
  const { members } = control.state();
  control.editEmployee(members[number % members.length]!.id, { preferredName: `Robin ${number}` });
}

export async function askForSync({ service, employer }: FaultWorld): Promise<void> {
  const { status, body } = await service.api('POST', '/api/hris/v1/sync-status/resync', {
    accountToken: employer.accountToken,
  });
  if (status !== 200) throw new Error(`resync answered ${status}: ${JSON.stringify(body)}`);
}

/** No run is open, every event has its deliveries, and every delivery has come to its end. */
export async function isAllDone({ service: { context } }: Pick<FaultWorld, 'service'>): Promise<boolean> {
  const { db } = context;
  const [run, event, delivery] = await Promise.all([
    db.selectFrom('sync_runs').select('id').where('state', 'in', ['queued', 'running']).executeTakeFirst(),
    db.selectFrom('undispatched_events').select('event_id').executeTakeFirst(),
    db.selectFrom('pending_deliveries').select('delivery_id').executeTakeFirst(),
  ]);
  return !run && !event && !delivery;
}

/** By workers that are at work in other processes; what waits for another try is tried at once. */
export async function waitUntilDone(world: Pick<FaultWorld, 'service'>, timeout = RESCUE_MS): Promise<void> {
  await vi.waitUntil(
    async () => {
      await makeRetriesReady(world.service.context);
      return isAllDone(world);
    },
    { timeout, interval: 100 },
  );
}
