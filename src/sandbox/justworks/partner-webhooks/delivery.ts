import type { PartnerEvent, PartnerEventType } from './partner-event.ts';

export interface Attempt {
  at: string;
  /** Null when nobody answered. */
  status: number | null;
  hasBrokenSignature: boolean;
}

/** `not_sent`: the webhook was closed. `given_up`: no attempt is left, or the webhook was closed meanwhile. */
export type DeliveryStatus = 'pending' | 'delivered' | 'given_up' | 'not_sent';

/** One event on its way to one app. */
export interface Delivery {
  id: string;
  clientId: string;
  event: PartnerEvent;
  status: DeliveryStatus;
  attempts: Attempt[];
  nextAttemptAt: Date | null;
}

export interface DeliveryView {
  id: string;
  clientId: string;
  eventId: string;
  eventType: PartnerEventType;
  data: PartnerEvent['data'];
  status: DeliveryStatus;
  attempts: Attempt[];
  nextAttemptAt: string | null;
}

/** Minutes from a failed attempt to the next one. */
const RETRY_MINUTES = [1, 5, 30];

/** Null when no attempt is left. */
export function nextAttemptAt(failedAttempts: number, now: Date): Date | null {
  const minutes = RETRY_MINUTES[failedAttempts - 1];
  return minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000);
}

export function viewDelivery({ event, ...delivery }: Delivery): DeliveryView {
  return {
    ...delivery,
    eventId: event.id,
    eventType: event.type,
    data: event.data,
    attempts: delivery.attempts.map((attempt) => ({ ...attempt })),
    nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
  };
}
