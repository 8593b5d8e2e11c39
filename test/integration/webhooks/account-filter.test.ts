import { afterEach, beforeEach, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { newId } from '../../../src/lib/ids.ts';
import {
  appendEvent,
  createEndpoint,
  deleteEndpoint,
  dispatchOutbox,
  getEndpoint,
  updateEndpoint,
  type EventType,
} from '../../../src/webhooks/index.ts';
import { insertAccount } from '../../support/rows.ts';
import { createWorld, insertOrganization, type World } from './setup.ts';

let world: World;
let [one, two]: string[] = [];
beforeEach(async () => {
  world = await createWorld();
  one = await addAccount();
  two = await addAccount();
});
afterEach(() => world[Symbol.asyncDispose]());

const addAccount = async (organizationId = world.organizationId): Promise<string> =>
  (await insertAccount(world.db, { organizationId })).linkedAccountId;

const create = (linkedAccountIds: string[] | null) =>
  createEndpoint(world, world.organizationId, { url: 'https://partner.example.com/hooks', linkedAccountIds });

function append(linkedAccountId: string | null, type: EventType): Promise<string> {
  const scope = { organizationId: world.organizationId, linkedAccountId };
  return inTransaction(world.db, (trx) => appendEvent(trx, scope, { type, data: {} }));
}

async function receiversOf(linkedAccountId: string | null, type: EventType = 'sync.completed') {
  const eventId = await append(linkedAccountId, type);
  await dispatchOutbox(world);
  return await endpointsOf(eventId);
}

async function endpointsOf(eventId: string): Promise<string[]> {
  const rows = await world.db
    .selectFrom('webhook_deliveries')
    .select('endpoint_id')
    .where('event_id', '=', eventId)
    .orderBy('endpoint_id')
    .execute();
  return rows.map((row) => row.endpoint_id);
}

it('gives an endpoint the events of its accounts, and makes no delivery of others', async () => {
  const ofOne = await create([one!, one!.toUpperCase()]);
  const ofBoth = await create([one!, two!]);
  const ofAll = await create(null);
  expect(ofOne.linked_account_ids).toEqual([one]);
  expect(await receiversOf(one!)).toEqual([ofOne.id, ofBoth.id, ofAll.id].sort());
  expect(await receiversOf(two!)).toEqual([ofBoth.id, ofAll.id].sort());
  expect(await receiversOf(await addAccount())).toEqual([ofAll.id]);
  expect(await receiversOf(null)).toEqual([ofAll.id]);
});

it('tells events of several accounts that are dispatched together apart', async () => {
  const ofOne = await create([one!]);
  const ofTwo = await create([two!]);
  const ofAll = await create(null);
  const wanted: [string | null, string[]][] = [
    [one!, [ofOne.id, ofAll.id].sort()],
    [two!, [ofTwo.id, ofAll.id].sort()],
    [null, [ofAll.id]],
  ];
  const appended = [];
  for (const type of ['sync.completed', 'sync.failed', 'sync.completed'] as const) {
    for (const [account, endpoints] of wanted) appended.push({ id: await append(account, type), endpoints });
  }
  await dispatchOutbox(world);
  for (const { id, endpoints } of appended) expect(await endpointsOf(id)).toEqual(endpoints);
});

it('is changed and lifted, and stays where it is not named', async () => {
  const { id } = await create([one!]);
  const change = (input: object) => updateEndpoint(world, world.organizationId, id, input);
  expect((await change({ description: 'x' })).linked_account_ids).toEqual([one]);
  expect((await change({ linkedAccountIds: [two] })).linked_account_ids).toEqual([two]);
  expect(await receiversOf(one!)).toEqual([]);
  expect((await change({ linkedAccountIds: null })).linked_account_ids).toBeNull();
  expect(await receiversOf(one!)).toEqual([id]);
});

it('refuses an account of another organization exactly as one that does not exist', async () => {
  const foreign = await addAccount(await insertOrganization(world.db));
  const { id } = await create(null);
  for (const unknown of [foreign, newId(), 'junk', '']) {
    const refusal = {
      kind: 'invalid_input',
      code: 'linked_account_unknown',
      pointer: '/linked_account_ids/1',
    };
    await expect(create([one!, unknown])).rejects.toMatchObject(refusal);
    const changed = updateEndpoint(world, world.organizationId, id, { linkedAccountIds: [one!, unknown] });
    await expect(changed).rejects.toMatchObject(refusal);
  }
  await expect(create([])).rejects.toMatchObject({ code: 'account_filter_empty' });
  expect((await getEndpoint(world, world.organizationId, id)).linked_account_ids).toBeNull();
});

it('tells the end of an account, which leaves the list then; an empty list is not all', async () => {
  const ofOne = await create([one!]);
  const ofBoth = await create([one!, two!]);
  expect(await receiversOf(one!, 'linked_account.deleted')).toEqual([ofOne.id, ofBoth.id].sort());
  const accountsOf = async (id: string) =>
    (await getEndpoint(world, world.organizationId, id)).linked_account_ids;
  expect([await accountsOf(ofOne.id), await accountsOf(ofBoth.id)]).toEqual([[], [two]]);
  expect(await receiversOf(two!)).toEqual([ofBoth.id]);
  await deleteEndpoint(world, world.organizationId, ofBoth.id);
  expect(await receiversOf(two!)).toEqual([]);
});
