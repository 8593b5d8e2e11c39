import { renderRoster, renderWebhooks } from './print.ts';
import type { Demo } from './start-demo.ts';
import type { StepClock } from './step-clock.ts';
import { walkRoad } from './walk-road.ts';

/** Walks the road, prints roster and webhooks, and returns what is told as JSON. */
export async function showRoad(
  demo: Demo,
  clock: StepClock,
  options: { hasFixedReports: boolean },
): Promise<object> {
  const { employees, webhooks, counts, linkedToFirstRecordMs, byConsent } = await walkRoad(
    demo,
    clock,
    options,
  );
  console.log(`\n${renderRoster(employees)}\n\n${renderWebhooks(webhooks)}\n`);
  return {
    ...counts,
    webhooks_received: webhooks.length,
    webhooks_verified: webhooks.filter((webhook) => webhook.is_verified).length,
    linked_to_first_record_ms: linkedToFirstRecordMs,
    by_consent: byConsent,
  };
}
