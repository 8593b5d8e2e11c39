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
  const stored = await listChecks(deps.db, run.scope.linkedAccountId);
  const checks: PermissionCheck[] = [];
  for (const definition of source.connector.capabilitiesOf(run.account.method)) {
    const { capability } = definition;
    const read = stateByReading(definition, source.summary, stored.get(capability)?.state);
    const isLeft = run.isTargeted || isLeftOut(definition, source.summary);
    const state = read ?? (isLeft ? 'unknown' : await probe(source.session, capability));
    checks.push({ capability, state });
  }
  return checks;
}

/** Undefined: the reading does not tell. What was granted is granted still where all was read that it feeds. */
function stateByReading(
  { capability, feeds }: CapabilityDefinition,
  summary: SourceSummary,
  stored: CapabilityState | undefined,
): CapabilityState | undefined {
  if (summary.missingCapabilities?.includes(capability)) return 'missing';
  if (summary.provenCapabilities?.includes(capability)) return 'granted';
  const { coveredModels } = summary;
  const isRead = coveredModels === undefined || feeds.every((model) => coveredModels.includes(model));
  return isRead && stored === 'granted' ? 'granted' : undefined;
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
