import { sql } from 'kysely';
import { requestSync, SEALED_FIELDS } from '../../src/accounts/index.ts';
import { readConfiguration } from '../../src/config/env.ts';
import { parseKeyring } from '../../src/crypto/keyring.ts';
import { createVault } from '../../src/crypto/vault.ts';
import type { Db } from '../../src/db/client.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { newId } from '../../src/lib/ids.ts';
import type { Logger } from '../../src/lib/logger.ts';
import { runSync, type SyncDeps } from '../../src/sync/index.ts';
import type { BenchDatabase } from './sync-server.ts';
import { BENCH_CLOCK, connectorOf, type Reports } from './sync-source.ts';

const KEY = `bench:${Buffer.alloc(32, 7).toString('base64')}`;
const vault = createVault(parseKeyring(KEY));
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** One linked account of an organization of its own. */
export interface BenchAccount {
  organizationId: string;
  linkedAccountId: string;
}

export async function addAccount(db: Db): Promise<BenchAccount> {
  const account = { organizationId: newId(), linkedAccountId: newId() };
  const { organizationId, linkedAccountId } = account;
  await db
    .insertInto('organizations')
    .values({ id: organizationId, name: 'Bench', service_first_name: 'Bench' })
    .execute();
  await sql`
    insert into linked_accounts (id, organization_id, integration, end_user_origin_id, end_user_organization_name,
           end_user_email_address, status, connection_method, remote_company_id, sync_interval_seconds, is_test_account)
    values (${linkedAccountId}, ${organizationId}, 'justworks', ${linkedAccountId}, 'Acme', 'admin@acme.example', 'COMPLETE',
            'service_account', 'company_1', 3600, true)`.execute(db);
  const sealed = await vault.seal(db, { linkedAccountId }, SEALED_FIELDS.password, 'a long password');
  await sql`
    insert into service_accounts (linked_account_id, user_name, sealed_password, created_at)
    values (${linkedAccountId}, 'service@muster.example', ${sealed}, now())`.execute(db);
  return account;
}

/** One run from the source to the records, as a worker carries it out. @throws when it ends otherwise than well */
export async function syncOnce(
  { db, pool, url }: Omit<BenchDatabase, typeof Symbol.asyncDispose>,
  account: BenchAccount,
  reports: Reports,
): Promise<void> {
  const { syncRunId } = await inTransaction(db, (trx) => requestSync(trx, account, 'request'));
  const deps: SyncDeps = {
    db,
    pool,
    vault,
    clock: BENCH_CLOCK,
    log: silent,
    connectors: { get: () => connectorOf(reports), list: () => [] } as unknown as SyncDeps['connectors'],
    outbound: { request: () => Promise.reject(new Error('No outbound call is planned.')) },
    config: readConfiguration({
      DATABASE_URL: url,
      LINK_MAIL_DOMAIN: 'link.example',
      MUSTER_SEALING_KEYS: KEY,
    }).config,
  };
  await runSync(deps, { linkedAccountId: account.linkedAccountId, syncRunId });
  const run = await db
    .selectFrom('sync_runs')
    .selectAll()
    .where('id', '=', syncRunId)
    .executeTakeFirstOrThrow();
  if (run.state !== 'succeeded' && run.state !== 'partially_succeeded') {
    throw new Error(`The run ended as ${run.state}: ${run.error_code ?? ''} ${run.error_message ?? ''}`);
  }
}
