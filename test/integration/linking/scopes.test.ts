import { describe, expect, it } from 'vitest';
import { updateOrganization } from '../../../src/auth/index.ts';
import { DEFAULT_SCOPES, orderScopes, parseScopes, type Scopes } from '../../../src/hris/scopes.ts';
import { applyWishes, type ScopeWish } from '../../../src/hris/scope-wishes.ts';
import { recordConsent } from '../../../src/linking/index.ts';
import type { LinkSessionKey } from '../../../src/linking/link-sessions-store.ts';
import { LinkingWorld } from './linking-world.ts';

const wish = (model: string, change: Partial<ScopeWish>): ScopeWish => ({
  model,
  pointer: '/common_models/0',
  ...change,
});
const NO_TIME_OFF = wish('TimeOff', { isEnabled: false });
const NUMBER = wish('Employee', { enabledFields: ['ssn'] });
const WITHOUT_TIME_OFF = applyWishes(DEFAULT_SCOPES, [NO_TIME_OFF], DEFAULT_SCOPES);
const WITH_NUMBER = orderScopes({ ...DEFAULT_SCOPES, Employee: [...DEFAULT_SCOPES.Employee!, 'ssn'] });

const storedSession = (world: LinkingWorld, { linkSessionId }: LinkSessionKey) =>
  world.db.selectFrom('link_sessions').selectAll().where('id', '=', linkSessionId).executeTakeFirstOrThrow();

async function accountScopes(world: LinkingWorld): Promise<Scopes | null> {
  const { scopes } = await world.account();
  return scopes === null ? null : parseScopes(scopes);
}

describe('what a link token asks for', () => {
  it('is shown to the admin, kept as agreed to, and becomes the account’s', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start({ scopeWishes: [NO_TIME_OFF, NUMBER] });
    const view = await world.view(session);
    const { groups, emphasis } = view.consent!.sections.find(({ key }) => key === 'what')!;
    expect(groups.map(({ title }) => title)).not.toContain('Time off');
    expect(groups.find(({ title }) => title === 'People')!.fields).toContain('Social Security number');
    expect(emphasis).toContain('Social Security number');
    expect(groups.find(({ title }) => title === 'The company')).toEqual({
      title: 'The company',
      fields: 'legal name, display name, tax identification numbers',
    });
    expect(await accountScopes(world)).toBeNull();
    await world.consent(session);
    const { consented_at, consented_scopes } = await storedSession(world, session);
    expect(consented_at).not.toBeNull();
    const agreed = applyWishes(WITH_NUMBER, [NO_TIME_OFF], DEFAULT_SCOPES);
    expect(parseScopes(consented_scopes)).toEqual(agreed);

    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.runJobs();
    expect(await accountScopes(world)).toEqual(agreed);
  });

  it('is the organization’s default where nothing is said, and stays what it was in later calls', async () => {
    await using world = await LinkingWorld.create();
    await updateOrganization(world.db, world.organizationId, { defaultScopes: [NO_TIME_OFF] });
    await world.link();
    expect(await accountScopes(world)).toEqual(WITHOUT_TIME_OFF);
    // The default of today is for accounts of tomorrow.
    await updateOrganization(world.db, world.organizationId, { defaultScopes: null });
    const asked = await world.start({ scopeWishes: [wish('Team', { isEnabled: false })] });
    const again = await world.start();
    const { agreement, sections } = (await world.view(again)).consent!;
    expect(agreement).toBe((await world.view(asked)).consent!.agreement);
    const titles = sections.flatMap(({ groups }) => groups.map(({ title }) => title));
    expect(['Teams', 'Time off', 'People'].map((title) => titles.includes(title))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('is not agreed to by somebody who was shown something else', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.start();
    const { agreement } = (await world.view(session)).consent!;
    await world.start({ scopeWishes: [NUMBER] });
    await expect(
      recordConsent(world.deps, { ...session, agreement, personName: 'Ann Lee' }),
    ).rejects.toMatchObject({
      kind: 'conflict',
      code: 'agreement_changed',
    });
    expect((await storedSession(world, session)).consented_at).toBeNull();
  });

  it('can’t grow once the admin has agreed, but shrink', async () => {
    await using world = await LinkingWorld.create();
    const session = await world.startAndConsent();
    await expect(world.start({ scopeWishes: [NUMBER] })).rejects.toMatchObject({
      code: 'consent_given_for_less',
    });
    await world.start({ scopeWishes: [NO_TIME_OFF] });
    await world.mailInvitation(session.email, world.source.invite('first'));
    await world.runJobs();
    expect(await accountScopes(world)).toEqual(WITHOUT_TIME_OFF);
    expect(parseScopes((await storedSession(world, session)).consented_scopes)).toEqual(DEFAULT_SCOPES);
  });
});

describe('a relink', () => {
  it('with more asks for it, and has the source read anew', async () => {
    await using world = await LinkingWorld.create();
    await world.link('first', { scopeWishes: [NO_TIME_OFF] });
    const { id, scopes_version } = await world.account();
    const hash = Buffer.from('as it was');
    await world.db.updateTable('linked_accounts').set({ source_hash: hash }).where('id', '=', id).execute();

    const session = await world.start({ scopeWishes: [wish('TimeOff', { isEnabled: true })] });
    expect((await world.view(session)).state).toBe('awaiting_consent');
    expect(await accountScopes(world)).toEqual(WITHOUT_TIME_OFF);
    await world.consent(session);
    await world.runJobs();
    const account = await world.account();
    expect(parseScopes(account.scopes)).toEqual(DEFAULT_SCOPES);
    expect([account.source_hash, account.scopes_version, account.scopes_applied_version]).toEqual([
      null,
      scopes_version + 1,
      scopes_version + 1,
    ]);
  });

  it('with the same changes nothing that is known of the source', async () => {
    await using world = await LinkingWorld.create();
    await world.link();
    const { id, scopes_version } = await world.account();
    const hash = Buffer.from('as it was');
    await world.db.updateTable('linked_accounts').set({ source_hash: hash }).where('id', '=', id).execute();
    await world.consent(await world.start());
    await world.runJobs();
    expect(await world.account()).toMatchObject({ status: 'COMPLETE', source_hash: hash, scopes_version });
  });
});
