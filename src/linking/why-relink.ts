import { findLinkedAccount, listChecks, type LinkedAccount } from '../accounts/index.ts';
import type { Connector } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import type { Trx } from '../db/transaction.ts';
import { scopeOf, type LinkSession } from './link-sessions-store.ts';

/** What happened to an account that was linked before. */
export interface RelinkReason {
  /** `permission_lost`, `disconnected`, `company_left`, why the source refused us; null: nothing that we know of. */
  code: string | null;
  since: string | null;
  /** The permissions that were there and are gone, as the source spells them. */
  lostPermissions: string[];
}

/** Undefined for an account that was never linked, and for a session that is over. */
export async function findRelinkReason(
  db: Db | Trx,
  session: LinkSession,
  connector: Pick<Connector, 'capabilitiesOf'>,
): Promise<RelinkReason | undefined> {
  if (session.ended_at !== null) return undefined;
  const { organizationId, linkedAccountId } = scopeOf(session);
  const account = await findLinkedAccount(db, organizationId, linkedAccountId);
  if (!account || account.completed_at === null) return undefined;
  if (account.status === 'COMPLETE') return await findLostPermissions(db, account, connector);
  const code = account.status_detail;
  return { code, since: await findSince(db, account), lostPermissions: [] };
}

async function findLostPermissions(
  db: Db | Trx,
  account: LinkedAccount,
  connector: Pick<Connector, 'capabilitiesOf'>,
): Promise<RelinkReason> {
  const checks = await listChecks(db, account.id);
  const lost = connector.capabilitiesOf(account.connection_method).flatMap(({ capability, permissions }) => {
    const check = checks.get(capability);
    // What was granted again stays marked until the next sync has told it.
    if (!check || check.lost_at === null || check.state === 'granted') return [];
    return [{ lostAt: check.lost_at, permissions }];
  });
  if (lost.length === 0) return { code: null, since: null, lostPermissions: [] };
  const since = lost.map(({ lostAt }) => lostAt).reduce((a, b) => (a < b ? a : b));
  const lostPermissions = [...new Set(lost.flatMap(({ permissions }) => permissions))];
  return { code: 'permission_lost', since, lostPermissions };
}

async function findSince(db: Db | Trx, account: LinkedAccount): Promise<string | null> {
  if (account.status === 'IDLE') return await findDisconnectedAt(db, account);
  const issue = await db
    .selectFrom('issues')
    .select('first_incident_time')
    .where('organization_id', '=', account.organization_id)
    .where('linked_account_id', '=', account.id)
    .where('code', '=', account.status_detail ?? '')
    .where('status', '=', 'ONGOING')
    .orderBy('first_incident_time')
    .executeTakeFirst();
  return issue?.first_incident_time ?? null;
}

async function findDisconnectedAt(db: Db | Trx, account: LinkedAccount): Promise<string | null> {
  const row = await db
    .selectFrom('linked_accounts')
    .select('disconnected_at')
    .where('organization_id', '=', account.organization_id)
    .where('id', '=', account.id)
    .executeTakeFirst();
  return row?.disconnected_at ?? null;
}
