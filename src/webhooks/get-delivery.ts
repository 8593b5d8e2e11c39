import type { Db } from '../db/client.ts';
import { notFound } from '../lib/app-error.ts';
import { findDelivery, selectAnswers } from './deliveries-store.ts';
import type { DeliveryDetails } from './delivery-view.ts';

/** A delivery with what its receiver said each time. @throws AppError not_found */
export async function getDelivery(
  deps: { db: Db },
  organizationId: string,
  id: string,
): Promise<DeliveryDetails> {
  const delivery = await findDelivery(deps.db, organizationId, id);
  if (!delivery) throw notFound('delivery');
  const answers = await selectAnswers(deps.db, organizationId, id);
  const attempts = delivery.attempts.map((attempt) => ({
    ...attempt,
    answer: answers.get(attempt.attempt_number) ?? null,
  }));
  return { ...delivery, attempts };
}
