import { sql } from 'kysely';
import { openIssue, type AccountScope, type NewIssue } from '../../../src/accounts/index.ts';
import type { NotificationMode } from '../../../src/db/schema/accounts.ts';
import type { ChangeSummary } from '../../../src/db/schema/sync.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import { newId } from '../../../src/lib/ids.ts';
import type { OutgoingMail } from '../../../src/lib/mailer.ts';
import {
  dispatchNotifications,
  notifyFailure,
  notifyHeldRun,
  notifyRunEnd,
  sendDueMail,
} from '../../../src/notifications/index.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { insertAccount } from '../../support/rows.ts';

export const READER = 'it@partner.example';

export interface AccountSettings {
  mode?: NotificationMode;
  addresses?: string[];
  timeZone?: string;
}

/** Accounts with notification addresses, a relay that a test scripts, and what happens to the accounts. */
export class MailWorld implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly sent: OutgoingMail[] = [];
  readonly logged: { fields: object; event: string }[] = [];
  /** Called with each mail before the relay takes it. */
  beforeSending: (mail: OutgoingMail) => Promise<void> | void = () => undefined;
  readonly mailer = {
    isConfigured: true,
    send: async (mail: OutgoingMail): Promise<void> => {
      await this.beforeSending(mail);
      this.sent.push(mail);
    },
  };
  readonly config = {
    notifications: { link: null as string | null, operatorAddresses: [] as string[] },
    outboundMail: { url: null, from: 'Muster <no-reply@muster.test>' },
  };

  private constructor(database: TestDatabase, now: string) {
    this.database = database;
    this.clock = new ManualClock(now);
  }

  static async create(now: string = new Date().toISOString()): Promise<MailWorld> {
    return new MailWorld(await createTestDatabase(), now);
  }

  get db() {
    return this.database.db;
  }

  get deps() {
    const log = (fields: object, event: string) => void this.logged.push({ fields, event });
    return {
      db: this.db,
      clock: this.clock,
      log: { debug: log, info: log, warn: log, error: log },
      mailer: this.mailer,
      config: this.config,
      connectors: { get: () => ({ name: 'Justworks' }) },
    };
  }

  async account({
    mode = 'changes',
    addresses = [READER],
    timeZone = 'America/New_York',
  }: AccountSettings = {}) {
    const scope = await insertAccount(this.db);
    await this.change(scope, { mode, addresses, timeZone });
    return scope;
  }

  async change(scope: AccountScope, settings: AccountSettings): Promise<void> {
    const { mode, addresses, timeZone } = settings;
    await this.db
      .updateTable('linked_accounts')
      .set({
        ...(mode && { notification_mode: mode }),
        ...(addresses && { notification_addresses: addresses }),
        ...(timeZone && { time_zone: timeZone }),
      })
      .where('id', '=', scope.linkedAccountId)
      .execute();
  }

  /** A run that was applied. Returns its id. */
  async runEnded(scope: AccountScope, changes: ChangeSummary | null = summary(1)): Promise<string> {
    const syncRunId = newId();
    await inTransaction(this.db, (trx) => notifyRunEnd(trx, scope, { syncRunId, changes }));
    return syncRunId;
  }

  async held(scope: AccountScope, findings = ['removed_too_many: 12 of 40']): Promise<string> {
    const syncRunId = newId();
    await inTransaction(this.db, (trx) => notifyHeldRun(trx, scope, { syncRunId, findings }));
    return syncRunId;
  }

  async failed(scope: AccountScope, code: string, subject = ''): Promise<void> {
    await inTransaction(this.db, (trx) => notifyFailure(trx, scope, { code, subject }));
  }

  /** The issue was opened `daysAgo` by the clock. */
  async issue(scope: AccountScope, issue: Partial<NewIssue> & { code: string }, daysAgo = 0): Promise<void> {
    await openIssue(this.db, scope, { description: 'Do something.', ...issue });
    await sql`
      update issues set first_incident_time = ${this.clock.now()}::timestamptz - make_interval(days => ${daysAgo})
       where linked_account_id = ${scope.linkedAccountId} and code = ${issue.code}`.execute(this.db);
  }

  /** What a worker does at each tick; returns the mails that the relay took meanwhile. */
  async tick(): Promise<OutgoingMail[]> {
    const before = this.sent.length;
    await dispatchNotifications(this.deps);
    await sendDueMail(this.deps);
    return this.sent.slice(before);
  }

  async tickAt(instant: string): Promise<OutgoingMail[]> {
    this.clock.set(instant);
    return await this.tick();
  }

  async openIssues(): Promise<string[]> {
    const rows = await this.db
      .selectFrom('issues')
      .select('code')
      .where('status', '=', 'ONGOING')
      .orderBy('code')
      .execute();
    return rows.map(({ code }) => code);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database[Symbol.asyncDispose]();
  }
}

/** A run that added so many employees and changed one work e-mail. */
export const summary = (added: number): ChangeSummary => ({
  models: { employee: { added, updated: 1, deleted: 0, fields: { work_email: 1 } } },
  lifecycle: { 'employee.started': added },
});

export const NOTHING_CHANGED: ChangeSummary = { models: {}, lifecycle: {} };
