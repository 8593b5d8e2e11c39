import {
  findRequiredCapabilities,
  markLost,
  openIssue,
  requireChosen,
  resolveIssues,
  storeChecks,
  type PermissionCheck,
} from '../accounts/index.ts';
import type { CapabilityDefinition } from '../connectors/contract.ts';
import type { Trx } from '../db/transaction.ts';
import type { EventType } from '../webhooks/events.ts';
import { appendRunEvent } from './record-events.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

export const PERMISSION_ISSUE = 'permission_missing';

/**
 * Keeps what is known of the permissions: one that was there, or must be, and is gone is told once and is an issue until
 * it is back, which is told too. What was never granted and need not be is no loss. Returns how many are lost.
 * @param options.areIssuesOpen false: the caller knows that there is none to close
 */
export async function recordPermissions(
  deps: Pick<SyncDeps, 'connectors' | 'clock'>,
  trx: Trx,
  run: SyncRun,
  checks: readonly PermissionCheck[],
  { areIssuesOpen = true } = {},
): Promise<number> {
  const { linkedAccountId } = run.scope;
  const told = checks.filter((check) => check.state !== 'unknown');
  const definitions = await listDefinitions(deps, trx, run, told);
  const stored = await storeChecks(trx, linkedAccountId, told, deps.clock.now());
  const lost: CapabilityDefinition[] = [];
  for (const definition of definitions) {
    const { capability } = definition;
    const before = stored.get(capability);
    const wasLost = (before?.lost_at ?? null) !== null;
    const state = told.find((check) => check.capability === capability)?.state;
    const isLost =
      state === 'missing'
        ? wasLost || before?.state === 'granted' || definition.isRequired
        : state === undefined && wasLost;
    if (isLost) lost.push(definition);
    if (isLost === wasLost) continue;
    await markLost(trx, linkedAccountId, capability, isLost ? deps.clock.now() : null);
    await announce(trx, run, isLost ? 'permission_lost' : 'recovered', definition);
  }
  if (areIssuesOpen || lost.length > 0) await keepIssues(trx, run, lost);
  return lost.length;
}

/** What the account's partner requires counts only where something is missing. */
async function listDefinitions(
  { connectors }: Pick<SyncDeps, 'connectors'>,
  trx: Trx,
  { account, scope }: SyncRun,
  told: readonly PermissionCheck[],
): Promise<readonly CapabilityDefinition[]> {
  const definitions = connectors.get(account.reference.integration).capabilitiesOf(account.method);
  if (!told.some(({ state }) => state === 'missing')) return definitions;
  return requireChosen(definitions, await findRequiredCapabilities(trx, scope));
}

async function announce(
  trx: Trx,
  run: SyncRun,
  event: 'permission_lost' | 'recovered',
  { capability, permissions, feeds }: CapabilityDefinition,
): Promise<void> {
  const type: EventType = `linked_account.${event}`;
  const reason = event === 'recovered' && { reason: PERMISSION_ISSUE };
  await appendRunEvent(trx, run, type, { ...reason, capability, permissions, feeds });
}

async function keepIssues(trx: Trx, run: SyncRun, lost: readonly CapabilityDefinition[]): Promise<void> {
  for (const { capability, permissions, unlocks, fix } of lost) {
    await openIssue(trx, run.scope, {
      code: PERMISSION_ISSUE,
      subject: capability,
      description:
        `The source no longer grants what is needed for ${unlocks}. ${fix} ` +
        'What it feeds keeps its last good state, and is read again by itself as soon as it is granted.',
      details: permissions,
    });
  }
  await resolveIssues(trx, run.scope, PERMISSION_ISSUE, {
    exceptSubjects: lost.map(({ capability }) => capability),
  });
}
