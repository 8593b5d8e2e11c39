import { sql, type Kysely } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { migrations } from '../../../migrations/index.ts';
import { deliverDue, getEndpoint } from '../../../src/webhooks/index.ts';
import { startReceiver } from './receiver.ts';
import { addEndpoint, announce, createWorld } from './setup.ts';

it('an endpoint of before signs with the secret that it had, and takes what it took', async () => {
  await using receiver = await startReceiver();
  await using world = await createWorld({ allowedPrivateHosts: [receiver.host] });
  const endpoint = await addEndpoint(world, `${receiver.origin}/hooks`);
  const migration = migrations['20261125T010000Z-secrets-formats-and-accounts-of-endpoints']!;
  const db = world.db as unknown as Kysely<any>;
  await migration.down!(db);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from webhook_endpoints where sealed_secret is not null`.execute(db);
  expect(rows).toEqual([{ count: 1 }]);
  await migration.up(db);
  expect(await getEndpoint(world, world.organizationId, endpoint.id)).toMatchObject({
    format: 'standard',
    payload: 'full',
    linked_account_ids: null,
    custom_header_names: [],
  });
  await announce(world, 1);
  await deliverDue(world);
  const [request] = receiver.requests;
  const headers = request!.headers as Record<string, string>;
  expect(new Webhook(endpoint.secret).verify(request!.body, headers)).toMatchObject({
    type: 'employee.created',
  });
});
