import { sql } from 'kysely';
import { requestSync, SEALED_FIELDS } from '../../../src/accounts/index.ts';
import { parseKeyring } from '../../../src/crypto/keyring.ts';
import { createVault } from '../../../src/crypto/vault.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import type { SyncTrigger } from '../../../src/db/schema/sync.ts';
import { RECORD_TABLES, type RecordModel } from '../../../src/hris/record-tables.ts';
import { readEventData, STORED_EVENT, type StoredEvent as EventRow } from '../../../src/hris/told-events.ts';
import { newId } from '../../../src/lib/ids.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { discardRun, releaseRun, runSync, type SyncDeps } from '../../../src/sync/index.ts';
import { expectDocumentedEvents } from '../../support/documented-events.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { FakeSource, roster, type Roster } from './fake-source.ts';

export interface StoredRecord {
  id: string;
  body: Record<string, unknown>;
  xmin: string;
  sequence: number;
  missed_runs: number;
  remote_was_deleted: boolean;
}

export interface StoredEvent {
  type: string;
  data: {
    record: Record<string, unknown>;
    changes: { field: string; before: unknown; after: unknown }[];
    linked_account: Record<string, unknown>;
    sequence: number;
    sync_run: Record<string, unknown>;
  };
}

const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** One linked account, a scripted source behind it, and what a test asks of the database. */
export class SyncWorld implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly deps: SyncDeps;
  readonly source: FakeSource;
  readonly clock = new ManualClock('2026-11-22T12:00:00Z');
  readonly scope = { organizationId: newId(), linkedAccountId: newId() };

  private constructor(database: TestDatabase, source: FakeSource) {
    this.database = database;
    this.source = source;
    this.deps = {
      db: database.db,
      pool: database.pool,
      clock: this.clock,
      log: SILENT,
      vault: createVault(parseKeyring(`test:${Buffer.alloc(32, 7).toString('base64')}`)),
      connectors: { get: () => source.connector },
      outbound: { request: () => Promise.reject(new Error('No outbound call is planned.')) },
      config: {
        sync: {
          defaultIntervalSeconds: 3600,
          leaseSeconds: 60,
          maxAttempts: 3,
          payIntervalSeconds: 21_600,
          guards: {
            maxRemovedRatio: 0.2,
            maxRemovedCount: 50,
            maxTerminatedRatio: 0.5,
            maxTerminatedCount: 200,
            maxNulledRatio: 0.3,
          },
          budgets: { maxSignInsPerDay: 24, maxReportsPerDay: 600 },
          pacing: {
            maxOpenRunsPerSource: 200,
            maxBackOffSeconds: 6 * 3600,
            failuresUntilBreak: 3,
            breakerAccounts: 3,
            breakerRatio: 0.5,
            breakerWindowSeconds: 300,
            probeSeconds: 60,
            staleAfterSeconds: 7200,
          },
        },
      },
    };
  }

  static async create(content: Roster = roster([])): Promise<SyncWorld> {
    const world = new SyncWorld(await createTestDatabase(), new FakeSource(content));
    await world.#seed();
    return world;
  }

  async #seed(): Promise<void> {
    const { db, vault } = this.deps;
    const { organizationId, linkedAccountId } = this.scope;
    await db
      .insertInto('organizations')
      .values({ id: organizationId, name: 'Org', service_first_name: 'Org' })
      .execute();
    await this.addAccount(linkedAccountId);
    const sealed = await vault.seal(db, { linkedAccountId }, SEALED_FIELDS.password, 'a long password');
    await sql`
      insert into service_accounts (linked_account_id, user_name, sealed_password, created_at)
      values (${linkedAccountId}, 'service@corp.test', ${sealed}, now())`.execute(db);
  }

  async addAccount(id: string): Promise<void> {
    await sql`
      insert into linked_accounts (id, organization_id, integration, end_user_origin_id, end_user_organization_name,
             end_user_email_address, status, connection_method, remote_company_id, sync_interval_seconds, is_test_account)
      values (${id}, ${this.scope.organizationId}, 'fake', ${`origin-${id}`}, 'Employer', 'admin@corp.test', 'COMPLETE',
              'service_account', 'company_1', 3600, true)`.execute(this.deps.db);
  }

  /** As a relink by another method leaves the account. The grant is good for as long as a test lasts. */
  async useMethod(method: 'service_account' | 'oauth'): Promise<void> {
    const { linkedAccountId } = this.scope;
    if (method === 'oauth') {
      await sql`
        insert into oauth_grants (id, linked_account_id, state, sealed_access_token, access_issued_at, access_expires_at,
               scopes, due_at, created_at)
        values (${newId()}, ${linkedAccountId}, 'active', 'sealed', now(), now() + interval '100 years', '{}',
                now() + interval '100 years', now())`.execute(this.deps.db);
    }
    await sql`update linked_accounts set connection_method = ${method} where id = ${linkedAccountId}`.execute(
      this.deps.db,
    );
  }

  async request(trigger: SyncTrigger = 'request'): Promise<string> {
    const { syncRunId } = await inTransaction(this.deps.db, (trx) => requestSync(trx, this.scope, trigger));
    return syncRunId;
  }

  work(syncRunId: string, deps: Partial<SyncDeps> = {}): Promise<void> {
    return runSync({ ...this.deps, ...deps }, { linkedAccountId: this.scope.linkedAccountId, syncRunId });
  }

  /** Asks for a run and carries it out; returns it as it ended. */
  async sync(change?: Partial<Roster>) {
    Object.assign(this.source.roster, change);
    const id = await this.request();
    await this.work(id);
    return await this.run(id);
  }

  async syncFor(trigger: SyncTrigger) {
    const id = await this.request(trigger);
    await this.work(id);
    return await this.run(id);
  }

  run(id: string) {
    return this.deps.db.selectFrom('sync_runs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  account() {
    const { db } = this.deps;
    return db
      .selectFrom('linked_accounts')
      .selectAll()
      .where('id', '=', this.scope.linkedAccountId)
      .executeTakeFirstOrThrow();
  }

  async records(model: RecordModel): Promise<StoredRecord[]> {
    const { rows } = await sql<StoredRecord>`
      select id, body, xmin::text as xmin, sequence, missed_runs, remote_was_deleted from ${sql.table(RECORD_TABLES[model])}
       where linked_account_id = ${this.scope.linkedAccountId} order by id`.execute(this.deps.db);
    return rows;
  }

  async employee(workEmail: string): Promise<StoredRecord> {
    const found = (await this.records('employee')).filter(
      (record) => record.body['work_email'] === workEmail,
    );
    if (found.length !== 1) throw new Error(`${found.length} employees have the address ${workEmail}.`);
    return found[0]!;
  }

  async everything(): Promise<Record<string, StoredRecord[]>> {
    const models = Object.keys(RECORD_TABLES) as RecordModel[];
    return Object.fromEntries(
      await Promise.all(models.map(async (model) => [model, await this.records(model)])),
    );
  }

  /**
   * The events since the last call, in the order of their ids, each as the catalogue has it. Those of issues are left out: they
   * go with the issues, which tests look at by themselves.
   */
  async takeEvents(): Promise<StoredEvent[]> {
    const { db } = this.deps;
    const { rows } = await sql<EventRow>`
      with e as (delete from outbox_events returning *) select ${STORED_EVENT} from e order by e.id`.execute(
      db,
    );
    const texts = await readEventData(db, rows);
    const events = rows.map(({ type }, place) => ({
      type,
      data: JSON.parse(texts[place]!) as StoredEvent['data'],
    }));
    expectDocumentedEvents(events);
    return events.filter(({ type }) => !type.startsWith('issue.'));
  }

  async openIssues(): Promise<{ code: string; subject: string; error_details: string[] }[]> {
    return await this.database.db
      .selectFrom('issues')
      .select(['code', 'subject', 'error_details'])
      .where('status', '=', 'ONGOING')
      .orderBy('code')
      .execute();
  }

  release(id: string) {
    return releaseRun(this.deps, { scope: this.scope, id });
  }

  discard(id: string) {
    return discardRun(this.deps, { scope: this.scope, id });
  }

  /** As a crash of Postgres does to what is not logged. */
  async loseStage(): Promise<void> {
    await sql`truncate sync_stage, sync_stage_contents, stage_bases`.execute(this.deps.db);
  }

  async countStaged(): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*) as count from sync_stage`.execute(
      this.deps.db,
    );
    return rows[0]!.count;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database[Symbol.asyncDispose]();
  }
}

export function countTypes(events: readonly StoredEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
