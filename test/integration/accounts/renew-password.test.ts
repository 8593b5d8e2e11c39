import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getRemoteAccess, renewDuePasswords, renewPassword } from '../../../src/accounts/index.ts';
import { SEALED_FIELDS } from '../../../src/accounts/remote-account-store.ts';
import type { Connector, RemoteAccess, RemoteAccount } from '../../../src/connectors/contract.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import { parseKeyring } from '../../../src/crypto/keyring.ts';
import { createVault } from '../../../src/crypto/vault.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { insertAccount, type AccountIds } from '../../support/rows.ts';
import { createFakeConnector, FakeSource, Killed } from '../linking/fake-source.ts';

const DAY_MS = 86_400_000;
const OLD = 'the password of the invitation';
const vault = createVault(parseKeyring(`k1:${randomBytes(32).toString('base64')}`));

/** The site's side: which password is valid, how long, and what was tried. */
class Site {
  password = OLD;
  expiresAt: Date | null = new Date('2026-12-01T00:00:00Z');
  signIns: string[] = [];
  changes = 0;
  failure: { at: 'before' | 'after'; error: Error } | null = null;

  signIn(password: string): boolean {
    this.signIns.push(password);
    return password === this.password;
  }

  change(renewed: string, now: Date): void {
    this.changes += 1;
    const { failure } = this;
    this.failure = null;
    if (failure?.at === 'before') throw failure.error;
    this.password = renewed;
    this.expiresAt = new Date(now.getTime() + 90 * DAY_MS);
    if (failure?.at === 'after') throw failure.error;
  }
}

let database: TestDatabase;
let clock: ManualClock;
let site: Site;
let account: AccountIds;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  clock = new ManualClock('2026-11-18T15:00:00Z');
  site = new Site();
  await sql`update linked_accounts set status = 'IDLE'`.execute(database.db);
  account = await insertAccount(database.db);
  await sql`delete from graphile_worker._private_jobs`.execute(database.db);
  await insertServiceAccount();
});

async function insertServiceAccount(): Promise<void> {
  const { db } = database;
  const seal = (field: string, plain: string) =>
    vault.seal(db, { linkedAccountId: account.linkedAccountId }, field, plain);
  await db
    .insertInto('service_accounts')
    .values({
      linked_account_id: account.linkedAccountId,
      user_name: 'robot@link.example',
      sealed_password: await seal(SEALED_FIELDS.password, OLD),
      sealed_remote_session: await seal(SEALED_FIELDS.remoteSession, 'signed in'),
      created_at: clock.now(),
    })
    .execute();
}

/** Signs in as a connector does: the newer of two passwords first, each once. */
async function signIn(log: RemoteAccess): Promise<void> {
  const access = log as RemoteAccount;
  if ((await access.loadRemoteSession()) !== null) return;
  const newer = access.unconfirmedPassword;
  if (newer) {
    const isValid = site.signIn(newer.password);
    await newer.settle(isValid);
    if (isValid) return await access.saveRemoteSession('signed in');
  }
  if (!site.signIn(access.password)) throw new ConnectorError('bad_credentials', 'refused');
  await access.saveRemoteSession('signed in');
}

function deps() {
  const fake = createFakeConnector(new FakeSource());
  const connector: Connector = {
    ...fake,
    openRemoteSession: async (_context, access) => {
      await signIn(access);
      const unused = () => {
        throw new Error('Nothing is read here.');
      };
      return { readCompany: unused, readTaxId: unused, probe: unused, readRoster: unused };
    },
    readPasswordExpiry: async (_context, access) => {
      await signIn(access);
      return site.expiresAt;
    },
    renewPassword: async (_context, access, renewed) => {
      expect(access.password).toBe(site.password);
      return Promise.resolve(site.change(renewed, clock.now()));
    },
  };
  const quiet = () => undefined;
  return {
    db: database.db,
    vault,
    clock,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    connectors: { get: () => connector },
    outbound: { request: () => Promise.reject(new Error('unplanned')) },
    config: {
      sync: { budgets: { maxSignInsPerDay: 24, maxReportsPerDay: 600 } },
      linking: { renewPasswordDaysBefore: 14 } as never,
    },
  };
}

const renew = () => renewPassword(deps(), { linkedAccountId: account.linkedAccountId });

async function dueJobs(): Promise<number> {
  await renewDuePasswords(deps());
  const { rows } = await sql<{ count: number }>`
    select count(*)::int from graphile_worker.jobs where task_identifier = 'renew_password'`.execute(
    database.db,
  );
  await sql`delete from graphile_worker._private_jobs`.execute(database.db);
  return rows[0]!.count;
}

async function stored() {
  const access = (await getRemoteAccess(deps(), account)) as RemoteAccount;
  const age = await database.db
    .selectFrom('password_ages')
    .selectAll()
    .where('linked_account_id', '=', account.linkedAccountId)
    .executeTakeFirstOrThrow();
  return { password: access.password, unconfirmed: access.unconfirmedPassword?.password ?? null, age };
}

async function openIssues(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('issues')
    .select('code')
    .where('linked_account_id', '=', account.linkedAccountId)
    .where('status', '=', 'ONGOING')
    .execute();
  return rows.map(({ code }) => code);
}

describe('the service account’s password', () => {
  it('is looked at once a week, and renewed 14 days before its end, without the employer', async () => {
    site.expiresAt = new Date('2026-12-12T15:00:00Z');
    expect(await dueJobs()).toBe(1);
    expect(await dueJobs()).toBe(0);
    await renew();
    expect([site.changes, (await stored()).password]).toEqual([0, OLD]);
    clock.advance(7 * DAY_MS - 1);
    expect(await dueJobs()).toBe(0);
    clock.advance(1);
    expect(await dueJobs()).toBe(1);
    await renew();
    expect(site.changes).toBe(0);
    clock.advance(3 * DAY_MS);
    expect(await dueJobs()).toBe(1);
    await renew();
    const { password, unconfirmed, age } = await stored();
    expect(site.changes).toBe(1);
    expect(password).toBe(site.password);
    expect(password).toHaveLength(32);
    expect([unconfirmed, String(age.expires_at).slice(0, 10)]).toEqual([null, '2027-02-26']);
    expect([site.signIns, await openIssues()]).toEqual([[], []]);
    expect(await dueJobs()).toBe(0);
  });

  it.each([
    ['before the site took it', 'before', OLD],
    ['after the site took it', 'after', 'new'],
  ] as const)('is found out by a sign-in when the answer was lost %s', async (_name, at, valid) => {
    await dueJobs();
    site.failure = { at, error: new Killed('died') };
    await expect(renew()).rejects.toThrow(Killed);
    const doubt = await stored();
    expect(doubt.unconfirmed).not.toBeNull();
    expect(doubt.password).toBe(OLD);
    await renew();
    expect((await stored()).unconfirmed).toBeNull();
    expect((await stored()).password).toBe(site.password);
    expect(site.signIns).toEqual(valid === OLD ? [doubt.unconfirmed, OLD] : [doubt.unconfirmed]);
    expect(site.changes).toBe(valid === OLD ? 2 : 1);
    expect(await openIssues()).toEqual([]);
  });

  it('stays as it is when the site refuses the new one; a person is told, and it is tried again the next day', async () => {
    await dueJobs();
    site.failure = { at: 'before', error: new ConnectorError('password_refused', 'too plain') };
    await renew();
    expect(await stored()).toMatchObject({ password: OLD, unconfirmed: null });
    expect(await openIssues()).toEqual(['password_expires_soon']);
    clock.advance(DAY_MS - 1);
    expect(await dueJobs()).toBe(0);
    clock.advance(1);
    expect(await dueJobs()).toBe(1);
    await renew();
    expect(await openIssues()).toEqual([]);
    expect((await stored()).password).toBe(site.password);
  });

  it('waits while the site is away, and leaves both passwords in their places', async () => {
    await dueJobs();
    site.failure = { at: 'after', error: new ConnectorError('source_unavailable', 'cut off') };
    await renew();
    expect((await stored()).unconfirmed).toBe(site.password);
    expect(await openIssues()).toEqual([]);
    clock.advance(DAY_MS / 24);
    expect(await dueJobs()).toBe(1);
    await renew();
    expect(await stored()).toMatchObject({ password: site.password, unconfirmed: null });
    expect(site.changes).toBe(1);
  });

  it('asks for a relink when neither of two is valid, after one attempt each', async () => {
    await dueJobs();
    site.failure = { at: 'after', error: new Killed('died') };
    await expect(renew()).rejects.toThrow(Killed);
    site.password = 'somebody changed it meanwhile';
    await renew();
    expect(site.signIns).toHaveLength(2);
    expect(await openIssues()).toEqual(['bad_credentials']);
    clock.advance(30 * DAY_MS);
    expect(await dueJobs()).toBe(0);
    await renew();
    expect(site.signIns).toHaveLength(2);
  });

  it('is changed by one of two workers', async () => {
    await dueJobs();
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow = deps();
    const connector = slow.connectors.get();
    const change = connector.renewPassword.bind(connector);
    connector.renewPassword = async (...given) => {
      reached.resolve();
      await goOn.promise;
      await change(...given);
    };
    const first = renewPassword(slow, { linkedAccountId: account.linkedAccountId });
    await reached.promise;
    await renew();
    expect(site.changes).toBe(0);
    goOn.resolve();
    await first;
    expect(site.changes).toBe(1);
    expect((await stored()).password).toBe(site.password);
  });

  it('stays when an older doubt is settled late', async () => {
    await dueJobs();
    site.failure = { at: 'before', error: new Killed('died') };
    await expect(renew()).rejects.toThrow(Killed);
    const stale = ((await getRemoteAccess(deps(), account)) as RemoteAccount).unconfirmedPassword!;
    await renew();
    const { password } = await stored();
    expect(password).not.toBe(stale.password);
    await stale.settle(true);
    expect(await stored()).toMatchObject({ password, unconfirmed: null });
    await stale.settle(false);
    expect((await stored()).password).toBe(password);
  });

  it('tells when the page is not as we know it', async () => {
    await dueJobs();
    const unknown = deps();
    unknown.connectors.get().readPasswordExpiry = () =>
      Promise.reject(new ConnectorError('unexpected_page', 'another page'));
    await renewPassword(unknown, { linkedAccountId: account.linkedAccountId });
    expect(await openIssues()).toEqual(['password_age_unknown']);
    await renew();
    expect(await openIssues()).toEqual([]);
  });
});

describe('the password of a user of the employer’s', () => {
  beforeEach(async () => {
    await database.db
      .updateTable('linked_accounts')
      .set({ connection_method: 'credentials' })
      .where('id', '=', account.linkedAccountId)
      .execute();
    const seal = (field: string, plain: string) =>
      vault.seal(database.db, { linkedAccountId: account.linkedAccountId }, field, plain);
    await database.db
      .insertInto('log_ins')
      .values({
        id: account.linkedAccountId,
        linked_account_id: account.linkedAccountId,
        link_session_id: null,
        sealed_user_name: await seal('log_in.user_name', 'ada'),
        sealed_password: await seal('log_in.password', OLD),
        sealed_authenticator_secret: await seal('log_in.authenticator_secret', 'JBSWY3DPEHPK3PXP'),
        password_fingerprint: randomBytes(32),
        code_fingerprint: randomBytes(32),
        created_at: clock.now(),
      })
      .execute();
  });

  it('is never changed by us: an issue says that it ends, until it was renewed', async () => {
    await dueJobs();
    await renew();
    expect([site.changes, await openIssues()]).toEqual([0, ['password_expires_soon']]);
    expect(await dueJobs()).toBe(0);
    site.expiresAt = new Date('2027-03-01T00:00:00Z');
    clock.advance(DAY_MS);
    expect(await dueJobs()).toBe(1);
    await renew();
    expect(await openIssues()).toEqual([]);
  });
});
