import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { getRemoteAccess } from '../../../src/accounts/index.ts';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import {
  checkAgain,
  chooseCompany,
  confirmCompany,
  declineCompany,
  giveCredentials,
} from '../../../src/linking/index.ts';
import { addAdmin, ADMIN, ADMIN_SECRET, linkByCredentials, startByCredentials } from './access-walks.ts';
import { Killed } from './fake-source.ts';
import { LinkingWorld } from './linking-world.ts';

const logIns = (world: LinkingWorld) => world.db.selectFrom('log_ins').selectAll().orderBy('id').execute();
const scopeOf = async (world: LinkingWorld) => ({
  organizationId: world.organizationId,
  linkedAccountId: (await world.account()).id,
});

describe('linking by a log-in', () => {
  test('ends linked after one sign-in, and the log-in is the account’s from then on', async () => {
    await using world = await LinkingWorld.create();
    addAdmin(world);
    const session = await startByCredentials(world);
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_credentials',
      method: 'credentials',
      methods: ['service_account', 'credentials', 'oauth'],
    });
    const view = await giveCredentials(world.deps, { ...session, logIn: ADMIN });
    expect(view.state).toBe('verifying_permissions');
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'linked',
      problem: null,
      company_name: 'Acme, Inc.',
    });
    expect(world.source.tried).toEqual([
      { userName: ADMIN.userName, password: ADMIN.password, secret: ADMIN_SECRET },
    ]);
    expect(await world.account()).toMatchObject({
      status: 'COMPLETE',
      connection_method: 'credentials',
      remote_company_id: 'company_1',
    });
    expect(await logIns(world)).toMatchObject([{ link_session_id: null, open_attempts: 0 }]);
    const access = await getRemoteAccess(world.deps, await scopeOf(world));
    expect(access).toMatchObject({ ...ADMIN, authenticatorSecret: ADMIN_SECRET, companyId: 'company_1' });
  });

  test('keeps nothing of the log-in in the clear', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    const { rows } = await sql<{ text: string }>`
      select (select string_agg(l::text, ' ') from log_ins l) || (select string_agg(s::text, ' ') from link_sessions s)
        || coalesce((select string_agg(j::text, ' ') from graphile_worker._private_jobs j), '') as text`.execute(
      world.db,
    );
    const stored = rows[0]!.text + JSON.stringify(world.logged);
    expect(stored.length).toBeGreaterThan(500);
    for (const secret of [ADMIN.userName, ADMIN.password, ADMIN_SECRET]) {
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  test.each([
    ['a code of the app', '123 456', 'authenticator_code_given'],
    ['no setup key', 'not a key', 'authenticator_secret_invalid'],
  ])('refuses %s before anything is stored or sent', async (_what, authenticatorSecret, code) => {
    await using world = await LinkingWorld.create();
    const session = await startByCredentials(world);
    const logIn = { ...ADMIN, authenticatorSecret };
    await expect(giveCredentials(world.deps, { ...session, logIn })).rejects.toMatchObject({
      kind: 'unprocessable',
      code,
      pointer: '/authenticator_secret',
    });
    await world.runJobs();
    expect(await logIns(world)).toEqual([]);
    expect(world.source.tried).toEqual([]);
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_credentials',
      log_in: { attempts_left: 3, closed_until: null },
    });
  });

  test('takes a setup key with blanks and in lower case', async () => {
    await using world = await LinkingWorld.create();
    addAdmin(world);
    const session = await startByCredentials(world);
    const logIn = { ...ADMIN, authenticatorSecret: ' jbsw y3dp ehpk 3pxp ' };
    await giveCredentials(world.deps, { ...session, logIn });
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
    expect(world.source.tried).toMatchObject([{ secret: ADMIN_SECRET }]);
  });

  test('takes a log-in only where it waits for one', async () => {
    await using world = await LinkingWorld.create();
    world.source.methods = ['service_account', 'credentials'];
    const session = await world.startAndConsent({ connectionMethod: 'service_account' });
    await expect(giveCredentials(world.deps, { ...session, logIn: ADMIN })).rejects.toMatchObject({
      code: 'link_session_transition',
    });
    expect(await logIns(world)).toEqual([]);
  });
});

describe('a log-in that is refused', () => {
  test('is asked for anew, and the same is never tried twice', async () => {
    await using world = await LinkingWorld.create();
    addAdmin(world);
    const session = await startByCredentials(world);
    const wrong = { ...ADMIN, password: 'wrong' };
    await giveCredentials(world.deps, { ...session, logIn: wrong });
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_credentials',
      problem: { code: 'bad_credentials' },
    });
    expect(await logIns(world)).toEqual([]);
    expect(world.source.count('open')).toBe(1);

    await expect(giveCredentials(world.deps, { ...session, logIn: wrong })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'credentials_known_wrong',
    });
    // A wrong password is wrong with any authenticator.
    const otherKey = { ...wrong, authenticatorSecret: 'A'.repeat(32) };
    await expect(giveCredentials(world.deps, { ...session, logIn: otherKey })).rejects.toMatchObject({
      code: 'credentials_known_wrong',
    });
    await expect(checkAgain(world.deps, session)).rejects.toMatchObject({ code: 'nothing_to_check' });
    await world.runJobs();
    expect(world.source.count('open')).toBe(1);

    await giveCredentials(world.deps, { ...session, logIn: ADMIN });
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('for its code may be tried with another setup key, not with the same', async () => {
    await using world = await LinkingWorld.create();
    addAdmin(world);
    const session = await startByCredentials(world);
    const logIn = { ...ADMIN, authenticatorSecret: 'A'.repeat(32) };
    await giveCredentials(world.deps, { ...session, logIn });
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({ problem: { code: 'code_refused' } });
    await expect(giveCredentials(world.deps, { ...session, logIn })).rejects.toMatchObject({
      code: 'credentials_known_wrong',
    });
    await giveCredentials(world.deps, { ...session, logIn: ADMIN });
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('three times has to wait for an hour, four times for the day, and each is told', async () => {
    await using world = await LinkingWorld.create();
    addAdmin(world);
    const session = await startByCredentials(world, { linkExpiryMinutes: 720 });
    const startedAt = world.clock.now().getTime();
    const giveWrong = async (name: string) => {
      await giveCredentials(world.deps, { ...session, logIn: { ...ADMIN, password: `wrong ${name}` } });
      await world.runJobs();
      return (await world.view(session)).log_in;
    };
    const at = (ms: number) => new Date(startedAt + ms).toISOString();
    expect((await world.view(session)).log_in).toEqual({ attempts_left: 3, closed_until: null });
    expect(await giveWrong('a')).toEqual({ attempts_left: 2, closed_until: null });
    world.clock.advance(60_000);
    expect(await giveWrong('b')).toEqual({ attempts_left: 1, closed_until: null });
    expect(await giveWrong('c')).toEqual({ attempts_left: 0, closed_until: at(3_600_000) });
    await expect(giveCredentials(world.deps, { ...session, logIn: ADMIN })).rejects.toMatchObject({
      kind: 'rate_limited',
      code: 'credentials_refused_often',
      retryAfterSeconds: 3_540,
    });

    world.clock.advance(3_540_000);
    expect((await world.view(session)).log_in).toEqual({ attempts_left: 1, closed_until: null });
    expect(await giveWrong('d')).toEqual({ attempts_left: 0, closed_until: at(24 * 3_600_000) });
    expect(world.source.count('open')).toBe(4);
    world.clock.advance(23 * 3_600_000);
    await giveCredentials(world.deps, { ...session, logIn: ADMIN });
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('at a sync is not taken again by the relink', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    await world.db
      .updateTable('linked_accounts')
      .set({ status: 'RELINK_NEEDED', status_detail: 'bad_credentials' })
      .execute();
    const relink = await world.startAndConsent();
    expect((await world.view(relink)).state).toBe('awaiting_credentials');
    await expect(giveCredentials(world.deps, { ...relink, logIn: ADMIN })).rejects.toMatchObject({
      code: 'credentials_known_wrong',
    });
  });

  test('of the account itself makes the account ask for a relink', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    world.source.logIns.get(ADMIN.userName)!.password = 'changed';
    const relink = await world.startAndConsent();
    await world.runJobs();
    expect(await world.view(relink)).toMatchObject({
      state: 'awaiting_credentials',
      problem: { code: 'bad_credentials' },
    });
    expect(await world.account()).toMatchObject({
      status: 'RELINK_NEEDED',
      status_detail: 'bad_credentials',
      next_sync_at: null,
    });
    expect(await world.openIssues()).toEqual(['bad_credentials:']);
    expect(await world.events()).toContain('linked_account.relink_needed');
  });
});

describe('a verification by a log-in that dies', () => {
  test.each(['before:open', 'after:open', 'before:probe', 'after:probe'] as const)(
    '%s goes on at its next attempt',
    async (moment) => {
      await using world = await LinkingWorld.create();
      addAdmin(world);
      const session = await startByCredentials(world);
      await giveCredentials(world.deps, { ...session, logIn: ADMIN });
      const job = (await world.takeJob())!;
      world.source.disturb(moment);
      await expect(world.run(job)).rejects.toThrow(Killed);
      expect((await world.view(session)).state).toBe('verifying_permissions');
      await world.run(job);
      expect((await world.view(session)).state).toBe('linked');
    },
  );

  test('in the middle of two sign-ins waits for a person instead of a third', async () => {
    await using world = await LinkingWorld.create();
    addAdmin(world);
    const session = await startByCredentials(world);
    await giveCredentials(world.deps, { ...session, logIn: ADMIN });
    const job = (await world.takeJob())!;
    world.source.disturb('before:open');
    world.source.disturb('before:open');
    await expect(world.run(job)).rejects.toThrow(Killed);
    await expect(world.run(job)).rejects.toThrow(Killed);
    await world.run(job);
    expect(world.source.count('open')).toBe(2);
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_credentials',
      problem: { code: 'sign_in_interrupted' },
    });
    // Nobody said that it is wrong.
    await giveCredentials(world.deps, { ...session, logIn: ADMIN });
    await world.runJobs();
    expect((await world.view(session)).state).toBe('linked');
  });

  test('waits for a source that is away without counting it', async () => {
    await using world = await LinkingWorld.create();
    addAdmin(world);
    const session = await startByCredentials(world);
    await giveCredentials(world.deps, { ...session, logIn: ADMIN });
    const job = (await world.takeJob())!;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      world.source.disturb('before:open', new ConnectorError('source_unavailable', 'Away.'));
      await world.run(job);
      expect(await world.takeJob()).toEqual(job);
    }
    await world.run(job);
    expect((await world.view(session)).state).toBe('linked');
  });
});

describe('a log-in with several companies', () => {
  async function untilCompany(world: LinkingWorld) {
    world.source.companies.set('company_2', 'Umbrella Corp.');
    addAdmin(world, ['company_1', 'company_2']);
    const session = await startByCredentials(world);
    await giveCredentials(world.deps, { ...session, logIn: ADMIN });
    await world.runJobs();
    return session;
  }

  test('asks which one is meant', async () => {
    await using world = await LinkingWorld.create();
    const session = await untilCompany(world);
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_company',
      companies: [
        { id: 'company_1', name: 'Acme, Inc.' },
        { id: 'company_2', name: 'Umbrella Corp.' },
      ],
    });
    await expect(chooseCompany(world.deps, { ...session, companyId: 'company_3' })).rejects.toMatchObject({
      code: 'company_unknown',
    });
    await chooseCompany(world.deps, { ...session, companyId: 'company_2' });
    await expect(chooseCompany(world.deps, { ...session, companyId: 'company_1' })).rejects.toMatchObject({
      code: 'company_not_awaited',
    });
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'linked',
      company_name: 'Umbrella Corp.',
      companies: [],
    });
    expect((await world.account()).remote_company_id).toBe('company_2');
  });

  test('shows the chosen one before it is linked; a no leads back to the choice, with the log-in still good', async () => {
    await using world = await LinkingWorld.create();
    world.confirmsCompanies = false;
    world.source.size = { people: 42, countedIn: 'directory' };
    const session = await untilCompany(world);
    await chooseCompany(world.deps, { ...session, companyId: 'company_2' });
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_confirmation',
      company: { id: 'company_2', name: 'Umbrella Corp.', people_count: 42 },
    });
    expect(await declineCompany(world.deps, { ...session, companyId: 'company_2' })).toMatchObject({
      state: 'awaiting_company',
      companies: [{ id: 'company_1' }, { id: 'company_2' }],
      company: null,
      company_name: null,
      problem: null,
    });
    await chooseCompany(world.deps, { ...session, companyId: 'company_1' });
    await world.runJobs();
    expect((await world.view(session)).company).toMatchObject({ id: 'company_1', name: 'Acme, Inc.' });
    await confirmCompany(world.deps, { ...session, companyId: 'company_1' });
    expect((await world.account()).remote_company_id).toBe('company_1');
  });

  test('is not read as another company than the chosen one', async () => {
    await using world = await LinkingWorld.create();
    const session = await untilCompany(world);
    await chooseCompany(world.deps, { ...session, companyId: 'company_2' });
    // Somebody else's step led the remote session elsewhere.
    const [logIn] = [...world.source.logIns.values()];
    logIn!.enters = 'company_1';
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_company',
      problem: { code: 'wrong_company' },
    });
    expect((await world.account()).remote_company_id).toBeNull();
  });

  test('goes by the linked one at a relink, without a question', async () => {
    await using world = await LinkingWorld.create();
    const session = await untilCompany(world);
    await chooseCompany(world.deps, { ...session, companyId: 'company_2' });
    await world.runJobs();
    const relink = await world.startAndConsent();
    await world.runJobs();
    expect(await world.view(relink)).toMatchObject({ state: 'linked', company_name: 'Umbrella Corp.' });
  });
});
