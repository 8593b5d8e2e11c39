import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createMetrics } from '../../../src/observability/metrics.ts';
import { deliverDue, updateEndpoint } from '../../../src/webhooks/index.ts';
import { answerStatus, startReceiver } from './receiver.ts';
import { addEndpoint, announce, createWorld } from './setup.ts';

it('tells what waits and for how long, how endpoints are, and what attempts came to', async () => {
  await using receiver = await startReceiver();
  await using world = await createWorld({ allowedPrivateHosts: [receiver.host] });
  world.clock.set(new Date());
  const metrics = createMetrics(world.db);
  const figures = async () =>
    (await metrics.scrape())
      .split('\n')
      .filter((line) => line.startsWith('muster_webhook_'))
      .sort();
  expect(await figures()).toEqual([
    'muster_webhook_deliveries_pending 0',
    'muster_webhook_due_age_seconds 0',
  ]);

  receiver.answer('/bad', answerStatus(503));
  receiver.answer('/away', (response) => void response.socket!.resetAndDestroy());
  await addEndpoint(world, `${receiver.origin}/good`);
  await addEndpoint(world, `${receiver.origin}/bad`);
  await addEndpoint(world, `${receiver.origin}/away`);
  const { id } = await addEndpoint(world, `${receiver.origin}/off`);
  await updateEndpoint(world, world.organizationId, id, { status: 'disabled' });
  world.config.webhooks.perEndpointConcurrency = 1;
  await announce(world, 7);
  await deliverDue(world);
  expect(await figures()).toEqual(
    [
      'muster_webhook_deliveries_pending 14',
      'muster_webhook_due_age_seconds 0',
      'muster_webhook_endpoints{state="well"} 1',
      'muster_webhook_endpoints{state="failing"} 1',
      'muster_webhook_endpoints{state="paused"} 1',
      'muster_webhook_endpoints{state="disabled"} 1',
      'muster_webhook_recent_attempts{outcome="2xx"} 7',
      'muster_webhook_recent_attempts{outcome="5xx"} 7',
      'muster_webhook_recent_attempts{outcome="reset"} 5',
    ].sort(),
  );

  await sql`update pending_deliveries set next_attempt_at = now() - interval '90 seconds'`.execute(world.db);
  const age = (await figures()).find((line) => line.startsWith('muster_webhook_due_age_seconds'));
  expect(Number(age!.split(' ')[1])).toBeGreaterThanOrEqual(90);
  await sql`update webhook_endpoints set status = 'disabled'`.execute(world.db);
  expect(await figures()).toContain('muster_webhook_due_age_seconds 0');
  expect(await figures()).toContain('muster_webhook_deliveries_pending 0');
});
