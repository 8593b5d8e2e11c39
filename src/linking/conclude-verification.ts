import {
  dropOtherChecks,
  openIssue,
  resolveIssues,
  storeChecks,
  type AccountScope,
  type PermissionCheck,
} from '../accounts/index.ts';
import type {
  CapabilityDefinition,
  CapabilityState,
  PeopleCount,
  RemoteCompany,
} from '../connectors/contract.ts';
import type { Trx } from '../db/transaction.ts';
import { assertLease, releaseLease } from '../queue/leases.ts';
import { askToConfirm } from './ask-to-confirm.ts';
import { completeLink } from './complete.ts';
import type { LinkingDeps } from './deps.ts';
import { LINK_ISSUES } from './link-issues.ts';
import { moveSession, scopeOf } from './link-sessions-store.ts';
import { sealTaxId } from './same-company.ts';
import type { SessionWork } from './work-on-session.ts';

export interface Verified {
  capabilities: readonly CapabilityDefinition[];
  company: RemoteCompany;
  checks: PermissionCheck[];
  /** Nobody has said yet that this company is meant. */
  isToBeConfirmed: boolean;
  /** Null where the source doesn't tell. */
  size: PeopleCount | null;
}

/** Writes what the probes said, and takes the session on: linked, or waiting for the company's confirmation or for permissions. */
export async function concludeVerification(
  deps: Pick<LinkingDeps, 'clock' | 'vault'>,
  trx: Trx,
  work: SessionWork,
  verified: Verified,
): Promise<void> {
  const { capabilities, checks } = verified;
  const now = deps.clock.now();
  const scope = scopeOf(work.session);
  await assertLease(trx, work.lease);
  await storeChecks(trx, scope.linkedAccountId, checks, now);
  const lacking = findLacking(capabilities, checks);
  if (lacking === undefined) {
    await endWithCompany(deps, trx, work, verified);
    await dropOtherChecks(trx, scope.linkedAccountId, checks);
  } else {
    await moveSession(trx, work.session, 'permissions_missing', { at: now, errorCode: lacking });
  }
  await tellMissing(trx, scope, capabilities, checks);
  // Given back here, so that a check that follows at once does not find it taken.
  await releaseLease(trx, work.lease);
}

async function endWithCompany(
  deps: Pick<LinkingDeps, 'clock' | 'vault'>,
  trx: Trx,
  { session }: SessionWork,
  { company, isToBeConfirmed, size }: Verified,
): Promise<void> {
  const found = {
    id: company.remoteCompanyId,
    name: company.name,
    sealedTaxId: await sealTaxId(deps.vault, trx, session.linked_account_id, company),
  };
  if (isToBeConfirmed) await askToConfirm(trx, session, { ...found, size }, deps.clock.now());
  else await completeLink(deps, trx, session, { company: found, event: 'permissions_granted' });
}

/** Undefined when everything that is required is granted. */
export function findLacking(
  capabilities: readonly CapabilityDefinition[],
  checks: PermissionCheck[],
): 'permission_missing' | 'permission_unknown' | undefined {
  const required = capabilities.filter((definition) => definition.isRequired);
  const states = new Set<CapabilityState>(required.map(({ capability }) => stateOf(capability, checks)));
  if (states.has('missing')) return 'permission_missing';
  return states.has('unknown') ? 'permission_unknown' : undefined;
}

async function tellMissing(
  trx: Trx,
  scope: AccountScope,
  capabilities: readonly CapabilityDefinition[],
  checks: PermissionCheck[],
): Promise<void> {
  for (const definition of capabilities) {
    const subject = definition.capability;
    if (definition.isRequired && stateOf(subject, checks) === 'missing') {
      const description = `What ${definition.unlocks} needs is not granted. ${definition.fix}`;
      const details = definition.permissions;
      await openIssue(trx, scope, { code: LINK_ISSUES.permissionMissing, subject, description, details });
    } else {
      await resolveIssues(trx, scope, LINK_ISSUES.permissionMissing, { subject });
    }
  }
}

function stateOf(capability: string, checks: PermissionCheck[]): CapabilityState {
  return checks.find((check) => check.capability === capability)?.state ?? 'unknown';
}
