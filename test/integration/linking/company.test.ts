import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../../../src/connectors/errors.ts';
import {
  chooseMethod,
  confirmCompany,
  declineCompany,
  giveCredentials,
  issuePublicToken,
} from '../../../src/linking/index.ts';
import {
  addAdmin,
  ADMIN,
  agree,
  linkByCredentials,
  startByCredentials,
  startByOauth,
} from './access-walks.ts';
import { LinkingWorld } from './linking-world.ts';

const COMPANY_1 = { companyId: 'company_1' };

async function createWorld(): Promise<LinkingWorld> {
  const world = await LinkingWorld.create();
  world.confirmsCompanies = false;
  return world;
}

/** A session that shows its company. */
async function untilShown(world: LinkingWorld) {
  addAdmin(world);
  const session = await startByCredentials(world);
  await giveCredentials(world.deps, { ...session, logIn: ADMIN });
  await world.runJobs();
  return session;
}

describe('the company that the check met', () => {
  test('is shown with its size, and nothing is linked before the admin says yes', async () => {
    await using world = await createWorld();
    world.source.size = { people: 42, countedIn: 'directory' };
    const session = await untilShown(world);
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_confirmation',
      company: { id: 'company_1', name: 'Acme, Inc.', people_count: 42, people_counted_in: 'directory' },
      sync: null,
      problem: null,
    });
    expect(await world.account()).toMatchObject({ status: 'INCOMPLETE', remote_company_id: null });
    expect(await world.events()).toEqual([]);
    expect((await world.waitingJobs()).includes('run_sync')).toBe(false);
    await expect(issuePublicToken(world.deps, session)).rejects.toMatchObject({ kind: 'conflict' });

    const answers = await Promise.all([
      confirmCompany(world.deps, { ...session, ...COMPANY_1 }),
      confirmCompany(world.deps, { ...session, ...COMPANY_1 }),
    ]);
    expect(answers.map(({ state, company }) => [state, company])).toEqual([
      ['linked', null],
      ['linked', null],
    ]);
    expect(await world.account()).toMatchObject({ status: 'COMPLETE', remote_company_id: 'company_1' });
    expect(await world.events()).toEqual(['linked_account.linked']);
    expect((await world.waitingJobs()).filter((task) => task === 'run_sync')).toHaveLength(1);
    expect(world.source.count('open')).toBe(1);
  });

  test('has no size where the source does not tell it, or not now', async () => {
    await using world = await createWorld();
    world.source.disturb('before:count', new ConnectorError('source_unavailable', 'Away.'));
    const session = await untilShown(world);
    expect((await world.view(session)).company).toEqual({
      id: 'company_1',
      name: 'Acme, Inc.',
      people_count: null,
      people_counted_in: null,
    });
  });

  test('is not shown as what it no longer is: another one by now, or one that left', async () => {
    for (const code of ['wrong_company', 'company_left'] as const) {
      await using world = await createWorld();
      world.source.disturb('before:count', new ConnectorError(code, 'Not that one.'));
      const session = await untilShown(world);
      expect(await world.view(session)).toMatchObject({ state: 'failed', company: null, problem: { code } });
    }
  });

  test('is shown with what was counted before it was told where', async () => {
    await using world = await createWorld();
    world.source.size = { people: 42, countedIn: 'roster' };
    const session = await untilShown(world);
    const found_company = JSON.stringify({ id: 'company_1', name: 'Acme, Inc.', people_count: 42 });
    await world.db.updateTable('link_sessions').set({ found_company }).execute();
    expect((await world.view(session)).company).toMatchObject({ people_count: 42, people_counted_in: null });
  });

  test('is confirmed as it was shown, and not as another', async () => {
    await using world = await createWorld();
    const session = await untilShown(world);
    for (const step of [confirmCompany, declineCompany]) {
      await expect(step(world.deps, { ...session, companyId: 'company_2' })).rejects.toMatchObject({
        kind: 'invalid_input',
        code: 'company_unknown',
      });
    }
    expect((await world.view(session)).state).toBe('awaiting_confirmation');
    await chooseMethod(world.deps, { ...session, method: 'credentials' });
    expect(await world.view(session)).toMatchObject({ state: 'awaiting_credentials', company: null });
    await expect(confirmCompany(world.deps, { ...session, ...COMPANY_1 })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'company_not_awaited',
    });
  });

  test('keeps its tax id sealed while it waits, and the account has it in the end', async () => {
    await using world = await createWorld();
    world.source.taxIds.set('company_1', '12-3456789');
    const session = await untilShown(world);
    const row = await world.db.selectFrom('link_sessions').selectAll().executeTakeFirstOrThrow();
    expect(row.sealed_found_tax_id!.length).toBeGreaterThan(20);
    expect(JSON.stringify(row.found_company)).not.toContain('3456789');
    await confirmCompany(world.deps, { ...session, ...COMPANY_1 });
    expect((await world.account()).sealed_remote_tax_id).toEqual(row.sealed_found_tax_id);
    const after = await world.db.selectFrom('link_sessions').selectAll().executeTakeFirstOrThrow();
    expect([after.found_company, after.sealed_found_tax_id]).toEqual([null, null]);
  });

  test('is not asked for in a relink, which has met it before', async () => {
    await using world = await LinkingWorld.create();
    await linkByCredentials(world);
    world.confirmsCompanies = false;
    const relink = await world.startAndConsent();
    await world.runJobs();
    expect((await world.view(relink)).state).toBe('linked');
  });
});

describe('a company that is another one', () => {
  test('has its log-in forgotten, and the right one may be given', async () => {
    await using world = await createWorld();
    const session = await untilShown(world);
    const view = await declineCompany(world.deps, { ...session, ...COMPANY_1 });
    expect(view).toMatchObject({
      state: 'awaiting_credentials',
      company: null,
      company_name: null,
      problem: { code: 'company_declined', fix: expect.stringContaining('right company') },
    });
    expect(await world.db.selectFrom('log_ins').selectAll().execute()).toEqual([]);
    expect(await world.db.selectFrom('permission_checks').selectAll().execute()).toEqual([]);
    world.source.companies.set('company_2', 'Umbrella Corp.');
    world.source.logIns.set('other@acme.example', {
      password: 'p',
      secret: 'JBSWY3DPEHPK3PXP',
      companyIds: ['company_2'],
    });
    const other = { ...ADMIN, userName: 'other@acme.example', password: 'p' };
    await giveCredentials(world.deps, { ...session, logIn: other });
    await world.runJobs();
    await confirmCompany(world.deps, { ...session, companyId: 'company_2' });
    expect(await world.account()).toMatchObject({
      status: 'COMPLETE',
      remote_company_name: 'Umbrella Corp.',
    });
  });

  test('has the service account’s secrets forgotten, and takes the right invitation', async () => {
    await using world = await createWorld();
    const session = await world.link();
    expect((await world.view(session)).state).toBe('awaiting_confirmation');
    const view = await declineCompany(world.deps, { ...session, ...COMPANY_1 });
    expect(view).toMatchObject({
      state: 'awaiting_invitation',
      problem: { code: 'company_declined', fix: expect.stringContaining('Remove the service account') },
    });
    expect(await world.db.selectFrom('service_accounts').selectAll().execute()).toEqual([]);
    world.source.companies.set('company_2', 'Umbrella Corp.');
    await world.mailInvitation(session.email, world.source.invite('right', 'company_2'));
    await world.runJobs();
    expect((await world.view(session)).company).toMatchObject({ id: 'company_2', name: 'Umbrella Corp.' });
    await confirmCompany(world.deps, { ...session, companyId: 'company_2' });
    expect((await world.account()).remote_company_id).toBe('company_2');
  });

  test('is not asked for again by a choice that was made of the former invitation’s companies', async () => {
    await using world = await createWorld();
    const session = await world.link();
    const company_choices = JSON.stringify([{ id: 'company_1', name: 'Acme, Inc.' }]);
    const chosen = { company_choices, chosen_company_id: 'company_1' };
    await world.db.updateTable('link_sessions').set(chosen).execute();
    world.source.companies.set('company_2', 'Umbrella Corp.');
    await world.mailInvitation(session.email, world.source.invite('right', 'company_2'));
    await world.runJobs();
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_confirmation',
      company: { id: 'company_2' },
    });
  });

  test('has its consent ended at the source', async () => {
    await using world = await createWorld();
    const session = await startByOauth(world);
    await agree(world, session);
    await world.runJobs();
    await declineCompany(world.deps, { ...session, ...COMPANY_1 });
    await world.runJobs();
    expect(world.source.oauth.consents).toEqual([]);
    expect(await world.view(session)).toMatchObject({
      state: 'awaiting_authorization',
      problem: { code: 'company_declined' },
    });
  });
});
