import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { requestSync, SEALED_FIELDS } from '../../src/accounts/index.ts';
import { createAppContext, type AppContext } from '../../src/app-context.ts';
import { readConfiguration } from '../../src/config/env.ts';
import type { Connector, RemoteAccess } from '../../src/connectors/contract.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { RECORD_TABLES } from '../../src/hris/record-tables.ts';
import { newId } from '../../src/lib/ids.ts';
import { runSync, type SyncDeps } from '../../src/sync/index.ts';

/** One linked account on the real engine, whose remote session is signed in. */
export class BenchAccount implements AsyncDisposable {
  readonly context: AppContext;
  readonly #scope = { organizationId: newId(), linkedAccountId: newId() };
  readonly #deps: SyncDeps;

  private constructor(context: AppContext) {
    this.context = context;
    const connector = signedIn(context.connectors.get('justworks'));
    this.#deps = { ...context, connectors: { get: () => connector } };
  }

  static async create(databaseUrl: string, sourceUrl: string): Promise<BenchAccount> {
    const { config, secrets } = readConfiguration({
      DATABASE_URL: databaseUrl,
      LINK_MAIL_DOMAIN: 'link.partner.example',
      MUSTER_SEALING_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      MUSTER_LOG_LEVEL: 'error',
      MUSTER_ALLOWED_PRIVATE_HOSTS: new URL(sourceUrl).host,
      MUSTER_JUSTWORKS_WEB: 'acknowledged',
      MUSTER_JUSTWORKS_SITE: JSON.stringify({ origins: [sourceUrl], poll: { intervalMs: 1 } }),
      MUSTER_MAX_REPORTS_PER_DAY: '100000',
    });
    const account = new BenchAccount(createAppContext(config, secrets, 'muster-bench'));
    await account.#insert();
    return account;
  }

  async #insert(): Promise<void> {
    const { db, vault } = this.context;
    const { organizationId, linkedAccountId } = this.#scope;
    await db
      .insertInto('organizations')
      .values({ id: organizationId, name: 'Bench', service_first_name: 'Bench' })
      .execute();
    await sql`
      insert into linked_accounts (id, organization_id, integration, end_user_origin_id, status, connection_method,
             remote_company_id, sync_interval_seconds, is_test_account)
      values (${linkedAccountId}, ${organizationId}, 'justworks', 'origin', 'COMPLETE', 'service_account', 'company_1', 3600,
              true)`.execute(db);
    const sealed = await vault.seal(db, { linkedAccountId }, SEALED_FIELDS.password, 'a long password');
    await sql`
      insert into service_accounts (linked_account_id, user_name, sealed_password, created_at)
      values (${linkedAccountId}, 'service@corp.test', ${sealed}, now())`.execute(db);
  }

  /** One run from beginning to end. @throws when it ends otherwise */
  async sync(expected: 'succeeded' | 'unchanged'): Promise<void> {
    const { db } = this.context;
    const { syncRunId } = await inTransaction(db, (trx) => requestSync(trx, this.#scope, 'request'));
    await runSync(this.#deps, { linkedAccountId: this.#scope.linkedAccountId, syncRunId });
    const { rows } = await sql<{ state: string; error_message: string | null }>`
      select state, error_message from sync_runs where id = ${syncRunId}`.execute(db);
    const [run] = rows;
    if (run?.state !== expected) throw new Error(`The run is ${run?.state}: ${run?.error_message}`);
  }

  /** Of every version of every record's row: it changes when any of them is written. */
  async fingerprintRows(): Promise<string> {
    const parts = Object.values(RECORD_TABLES).map((table) => `select id, xmin, ctid from "${table}"`);
    const { rows } = await sql<{ mark: string }>`
      select count(*)::text || ' ' || coalesce(sum(hashtext(row::text)::bigint), 0)::text as mark
        from (${sql.raw(parts.join(' union all '))}) row`.execute(this.context.db);
    return rows[0]!.mark;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context[Symbol.asyncDispose]();
  }
}

function signedIn(connector: Connector): Connector {
  const withSession = (access: RemoteAccess): RemoteAccess =>
    access.method === 'oauth'
      ? access
      : {
          ...access,
          loadRemoteSession: () => Promise.resolve('{"cookies":[]}'),
          saveRemoteSession: () => Promise.resolve(),
        };
  return {
    ...connector,
    openRemoteSession: (context, access) => connector.openRemoteSession(context, withSession(access)),
  };
}
