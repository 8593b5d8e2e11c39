import { describe, expect, test } from 'vitest';
import { getLinkedAccount, listLinkedAccounts, type ListPosition } from '../../../src/accounts/index.ts';
import { newId } from '../../../src/lib/ids.ts';
import { LinkingWorld } from './linking-world.ts';

async function worldWithAccounts(count: number): Promise<LinkingWorld> {
  const world = await LinkingWorld.create();
  for (let number = 1; number <= count; number += 1) {
    await world.start({
      endUserOriginId: `employer-${number}`,
      endUserOrganizationName: `Employer ${number}`,
    });
  }
  return world;
}

const originsOf = (accounts: { end_user_origin_id: string }[]) =>
  accounts.map((account) => account.end_user_origin_id);

describe('the list of linked accounts', () => {
  test('goes through all of them once, forward and back', async () => {
    await using world = await worldWithAccounts(7);
    const pages: string[][] = [];
    let position: ListPosition | null = null;
    let previous: ListPosition | null = null;
    do {
      const page = await listLinkedAccounts(world.db, world.organizationId, { position, pageSize: 3 });
      pages.push(originsOf(page.accounts));
      ({ next: position, previous } = page);
    } while (position);
    expect(pages).toEqual([
      ['employer-1', 'employer-2', 'employer-3'],
      ['employer-4', 'employer-5', 'employer-6'],
      ['employer-7'],
    ]);
    const back = await listLinkedAccounts(world.db, world.organizationId, {
      position: previous,
      pageSize: 3,
    });
    expect(originsOf(back.accounts)).toEqual(['employer-4', 'employer-5', 'employer-6']);
    const first = await listLinkedAccounts(world.db, world.organizationId, {
      position: back.previous,
      pageSize: 3,
    });
    expect(originsOf(first.accounts)).toEqual(['employer-1', 'employer-2', 'employer-3']);
    expect(first.previous).toBeNull();
  });

  test('is filtered by each of its filters', async () => {
    await using world = await worldWithAccounts(3);
    await world.db
      .updateTable('linked_accounts')
      .set({ status: 'COMPLETE', end_user_email_address: 'two@acme.example' })
      .where('end_user_origin_id', '=', 'employer-2')
      .execute();
    const all = (await listLinkedAccounts(world.db, world.organizationId, { position: null, pageSize: 10 }))
      .accounts;
    const second = all[1]!;
    const list = async (filters: object) =>
      originsOf(
        (await listLinkedAccounts(world.db, world.organizationId, { position: null, pageSize: 10, filters }))
          .accounts,
      );
    expect(await list({ status: 'COMPLETE' })).toEqual(['employer-2']);
    expect(await list({ endUserOriginIds: ['employer-1', 'employer-3', 'none'] })).toEqual([
      'employer-1',
      'employer-3',
    ]);
    expect(await list({ ids: [second.id, 'junk'] })).toEqual(['employer-2']);
    expect(await list({ ids: ['junk'] })).toEqual([]);
    expect(await list({ endUserEmailAddress: 'two@acme.example' })).toEqual(['employer-2']);
    expect(await list({ endUserOrganizationName: 'Employer 3' })).toEqual(['employer-3']);
    expect(await list({ isTestAccount: false })).toEqual([]);
    expect(await list({ integration: 'justworks', status: 'INCOMPLETE' })).toEqual([
      'employer-1',
      'employer-3',
    ]);
  });

  test('belongs to one organization', async () => {
    await using world = await worldWithAccounts(1);
    const { id } = await world.account();
    const foreign = newId();
    expect((await listLinkedAccounts(world.db, foreign, { position: null, pageSize: 10 })).accounts).toEqual(
      [],
    );
    await expect(getLinkedAccount(world.db, foreign, id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(getLinkedAccount(world.db, world.organizationId, 'junk')).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect(await getLinkedAccount(world.db, world.organizationId, id)).toMatchObject({
      id,
      status: 'INCOMPLETE',
    });
    expect(await getLinkedAccount(world.db, world.organizationId, id)).not.toHaveProperty(
      'sealed_account_token',
    );
  });
});
