import {
  findLinkedAccount,
  getRemoteAccount,
  openIssue,
  resolveIssues,
  type LinkedAccount,
} from '../accounts/index.ts';
import type {
  CapabilityDefinition,
  CapabilityState,
  Connector,
  RemoteSession,
} from '../connectors/contract.ts';
import { inTransaction, type Trx } from '../db/transaction.ts';
import { assertLease, releaseLease } from '../queue/leases.ts';
import { completeLink, type RemoteCompany } from './complete.ts';
import { toConnectorContext, type LinkingDeps } from './deps.ts';
import { LINK_ISSUES } from './link-issues.ts';
import { moveSession, scopeOf } from './link-sessions-store.ts';
import { storeChecks, type PermissionCheck } from './permission-checks-store.ts';
import { LinkFailure, workOnSession, type LinkSessionJob, type SessionWork } from './work-on-session.ts';

export type VerifyPermissionsDeps = Pick<
  LinkingDeps,
  'db' | 'vault' | 'clock' | 'log' | 'outbound' | 'connectors' | 'config'
>;

/**
 * Tries every capability. What is missing is told in the modal; with all that is required granted, the account is
 * linked. The company is asserted before anything is read: a relink must meet the one that it met before.
 */
export async function verifyPermissions(deps: VerifyPermissionsDeps, job: LinkSessionJob): Promise<void> {
  const step = { state: 'verifying_permissions', failureEvent: 'verification_failed' } as const;
  await workOnSession(deps, job, step, async (work) => {
    const scope = scopeOf(work.session);
    const account = (await findLinkedAccount(deps.db, scope.organizationId, scope.linkedAccountId))!;
    const connector = deps.connectors.get(account.integration);
    const remoteSession = await connector.openRemoteSession(
      toConnectorContext(deps, work.signal),
      await getRemoteAccount(deps, scope),
    );
    const company = await readSameCompany(remoteSession, account);
    const checks = await probeAll(remoteSession, connector);
    await inTransaction(deps.db, (trx) => conclude(deps, trx, work, connector, company, checks));
  });
}

async function readSameCompany(remoteSession: RemoteSession, account: LinkedAccount): Promise<RemoteCompany> {
  const company = await remoteSession.readCompany();
  if (account.remote_company_id !== null && account.remote_company_id !== company.remoteCompanyId) {
    throw new LinkFailure('wrong_company');
  }
  return company;
}

/** One after another: the source sees a person, not a burst. */
async function probeAll(remoteSession: RemoteSession, connector: Connector): Promise<PermissionCheck[]> {
  const checks: PermissionCheck[] = [];
  for (const { capability } of connector.capabilities) {
    checks.push({ capability, state: await remoteSession.probe(capability) });
  }
  return checks;
}

async function conclude(
  deps: VerifyPermissionsDeps,
  trx: Trx,
  work: SessionWork,
  connector: Connector,
  company: RemoteCompany,
  checks: PermissionCheck[],
): Promise<void> {
  const now = deps.clock.now();
  const scope = scopeOf(work.session);
  await assertLease(trx, work.lease);
  await storeChecks(trx, scope.linkedAccountId, checks, now);
  const lacking = findLacking(connector.capabilities, checks);
  if (lacking === undefined) {
    await completeLink(deps, trx, work.session, company);
  } else {
    await moveSession(trx, work.session, 'permissions_missing', { at: now, errorCode: lacking });
  }
  await tellMissing(trx, scope, connector.capabilities, checks);
  // Given back here, so that a check that follows at once does not find it taken.
  await releaseLease(trx, work.lease);
}

function findLacking(
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
  scope: { organizationId: string; linkedAccountId: string },
  capabilities: readonly CapabilityDefinition[],
  checks: PermissionCheck[],
): Promise<void> {
  for (const definition of capabilities) {
    const subject = definition.capability;
    if (definition.isRequired && stateOf(subject, checks) === 'missing') {
      const description = `The service account lacks what ${definition.unlocks} needs. ${definition.fix}`;
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
