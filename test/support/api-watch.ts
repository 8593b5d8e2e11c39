import { startDueRuns } from '../../src/sync/index.ts';
import { readServed, type FaultWorld } from './fault-world.ts';
import { listAll } from './whole-service.ts';

const MORE_MODELS = [
  'pay-groups',
  'payroll-runs',
  'employee-payroll-runs',
  'time-off',
  'time-off-balances',
] as const;

/** Everything that a partner gets of an account that is read by the API. */
export async function readAllServed(world: FaultWorld): Promise<Record<string, Record<string, unknown>[]>> {
  const lists = MORE_MODELS.map(
    async (model) => [model, await listAll(world.service, world.employer, model)] as const,
  );
  return { ...(await readServed(world)), ...Object.fromEntries(await Promise.all(lists)) };
}

/** What the source was asked since the journal was cleared, as `METHOD /path`. */
export function asked({ service }: FaultWorld): string[] {
  return service.sandbox.control.journal().map(({ method, path }) => `${method} ${path}`);
}

export function announced({ service }: FaultWorld): string[] {
  return service.receiver.events.map(({ type }) => type);
}

export async function accountStatus({ service, employer }: FaultWorld): Promise<string> {
  const { accountToken } = employer;
  const { body } = await service.api<{ status: string }>('GET', '/api/hris/v1/account-details', {
    accountToken,
  });
  return body.status;
}

/** The schedule alone, for so long: whoever is due is read. */
export async function letScheduleRun({ service }: FaultWorld, ms: number): Promise<void> {
  service.clock.advance(ms);
  await startDueRuns(service.context);
  await service.drain();
}

/** The source knows no address of ours: a test that is not about its webhooks is not disturbed by them. */
export function silenceSource({ service }: FaultWorld): void {
  const { control } = service.sandbox;
  for (const { clientId } of control.oauthApps())
    control.registerOAuthApp({ clientId, webhookUrl: undefined });
}
