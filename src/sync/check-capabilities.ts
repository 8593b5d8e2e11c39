import { listChecks, type PermissionCheck } from '../accounts/index.ts';
import type {
  CapabilityDefinition,
  CapabilityState,
  Connector,
  RemoteSession,
} from '../connectors/contract.ts';
import { ConnectorError } from '../connectors/errors.ts';
import type { SourceSummary } from '../hris/snapshot.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * What the reading showed of each capability; what it did not touch is tried, one after another. What was not asked for, or
 * broke just now, is not tried: the next reading that asks for it tells. `unknown` says nothing.
 */
export async function checkCapabilities(
  deps: SyncDeps,
  run: SyncRun,
  source: { connector: Connector; session: RemoteSession; summary: SourceSummary },
): Promise<PermissionCheck[]> {
  const { connector, session, summary } = source;
  const definitions = connector.capabilitiesOf(run.account.method);
  const isShown = definitions.every(({ capability }) => shownState(capability, summary));
  const stored = isShown ? undefined : await listChecks(deps.db, run.scope.linkedAccountId);
  const checks: PermissionCheck[] = [];
  for (const definition of definitions) {
    const { capability } = definition;
    const isLeft = run.isTargeted || isLeftOut(definition, summary);
    const state =
      shownState(capability, summary) ??
      stillGranted(definition, summary, stored?.get(capability)) ??
      (isLeft ? 'unknown' : await probe(session, capability));
    checks.push({ capability, state });
  }
  return checks;
}

function shownState(
  capability: string,
  { missingCapabilities, provenCapabilities }: SourceSummary,
): CapabilityState | undefined {
  if (missingCapabilities?.includes(capability)) return 'missing';
  return provenCapabilities?.includes(capability) ? 'granted' : undefined;
}

/** What was granted is granted still where all was read that it feeds. */
function stillGranted(
  { feeds }: CapabilityDefinition,
  { coveredModels }: SourceSummary,
  stored: PermissionCheck | undefined,
): CapabilityState | undefined {
  const isRead = coveredModels === undefined || feeds.every((model) => coveredModels.includes(model));
  return isRead && stored?.state === 'granted' ? 'granted' : undefined;
}

function isLeftOut({ feeds }: CapabilityDefinition, { askedModels, failures = [] }: SourceSummary): boolean {
  const isUnasked =
    askedModels !== undefined && feeds.length > 0 && !feeds.some((one) => askedModels.includes(one));
  return isUnasked || failures.some(({ models }) => feeds.some((one) => models.includes(one)));
}

/** The roster was read: a source that fails on a probe only is no reason to throw it away. */
async function probe(session: RemoteSession, capability: string): Promise<CapabilityState> {
  try {
    return await session.probe(capability);
  } catch (error) {
    if (error instanceof ConnectorError) return 'unknown';
    throw error;
  }
}
