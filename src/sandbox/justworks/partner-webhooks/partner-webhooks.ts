import { notFound } from '../../../lib/app-error.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { CompanyChanges } from '../company/company-changes.ts';
import type { Company } from '../company/company.ts';
import type { Grants } from '../oauth/grants.ts';
import type { OAuthApp, OAuthApps } from '../oauth/oauth-apps.ts';
import type { PublicIds } from '../partner-api/public-ids.ts';
import type { SeededIds } from '../seeded-ids.ts';
import { nextAttemptAt, viewDelivery, type Delivery, type DeliveryView } from './delivery.ts';
import {
  eventTypeOf,
  newEvent,
  subjectOf,
  type EventSubject,
  type PartnerEvent,
  type PartnerEventType,
} from './partner-event.ts';
import { SendQueue } from './send-queue.ts';
import { signedRequest } from './signed-request.ts';
import { WebhookStates } from './webhook-state.ts';

interface Surroundings {
  clock: Clock;
  company: Company;
  changes: CompanyChanges;
  apps: OAuthApps;
  grants: Grants;
  ids: PublicIds;
  seededIds: SeededIds;
}

const KEPT_DELIVERIES = 1_000;
const TIMEOUT_MS = 10_000;
const BROKEN_SECRET = 'not the secret of any app';

/** Tells the apps that were given consent what changed in the company: at least once, with retries by the clock. */
export class PartnerWebhooks {
  readonly states = new WebhookStates();
  private readonly around: Surroundings;
  private readonly deliveries: Delivery[] = [];
  private readonly queue = new SendQueue();
  private readonly closing = new AbortController();

  constructor(around: Surroundings) {
    this.around = around;
    around.changes.listen((change) => {
      const type = eventTypeOf(change);
      if (type) this.publish(type, subjectOf(change, around.ids));
    });
  }

  list(): DeliveryView[] {
    return this.deliveries.map(viewDelivery);
  }

  /** Resolves when every attempt that was begun is over. */
  async drain(): Promise<void> {
    await this.queue.drain();
  }

  /** Makes the attempts that are due by the clock and waits for them. */
  async tick(): Promise<void> {
    const now = this.around.clock.now();
    for (const delivery of this.deliveries) {
      if (delivery.nextAttemptAt && delivery.nextAttemptAt <= now) this.attempt(delivery);
    }
    await this.drain();
  }

  /** The same event once more, whatever became of it: a duplicate, or with a signature that doesn't hold. */
  async sendAgain(deliveryId: string, isBroken: boolean): Promise<DeliveryView> {
    const delivery = this.deliveries.find(({ id }) => id === deliveryId);
    if (!delivery) throw notFound('delivery');
    const app = this.around.apps.find(delivery.clientId)!;
    await this.send(delivery, app, isBroken);
    return viewDelivery(delivery);
  }

  /** An event to one app without a change behind it. */
  simulate(app: OAuthApp, type: PartnerEventType, data: EventSubject): void {
    this.deliver(app, this.newEvent(type, data));
  }

  /** Attempts under way are broken off. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.drain();
  }

  private publish(type: PartnerEventType, data: EventSubject): void {
    const { apps, grants, company } = this.around;
    const event = this.newEvent(type, data);
    for (const app of apps.list())
      if (grants.hasLiveGrant(app.clientId, company.id)) this.deliver(app, event);
  }

  private newEvent(type: PartnerEventType, data: EventSubject): PartnerEvent {
    const { ids, company, clock, seededIds } = this.around;
    return newEvent(seededIds.uuid('event'), type, ids.company(company.id), data, clock.now());
  }

  private deliver({ clientId, webhookUrl }: OAuthApp, event: PartnerEvent): void {
    if (webhookUrl === undefined) return;
    const status = this.states.isOpen(clientId) ? 'pending' : 'not_sent';
    const delivery: Delivery = {
      id: `delivery_${this.around.seededIds.uuid('delivery')}`,
      clientId,
      event,
      status,
      attempts: [],
      nextAttemptAt: null,
    };
    this.deliveries.push(delivery);
    if (this.deliveries.length > KEPT_DELIVERIES) this.deliveries.shift();
    if (status === 'pending') this.attempt(delivery);
  }

  private attempt(delivery: Delivery): void {
    delivery.nextAttemptAt = null;
    this.queue.add(async () => {
      const app = this.around.apps.find(delivery.clientId)!;
      if (!this.states.isOpen(app.clientId)) {
        delivery.status = 'given_up';
        return;
      }
      this.settle(delivery, await this.send(delivery, app, false));
    });
  }

  private settle(delivery: Delivery, isDelivered: boolean): void {
    this.states.recordAttempt(delivery.clientId, isDelivered);
    delivery.nextAttemptAt = isDelivered
      ? null
      : nextAttemptAt(delivery.attempts.length, this.around.clock.now());
    const isLast = delivery.nextAttemptAt === null;
    delivery.status = isDelivered ? 'delivered' : isLast ? 'given_up' : 'pending';
  }

  private async send(delivery: Delivery, app: OAuthApp, hasBrokenSignature: boolean): Promise<boolean> {
    const now = this.around.clock.now();
    const secret = hasBrokenSignature ? BROKEN_SECRET : app.webhookSecret!;
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const init = { method: 'POST', redirect: 'manual', signal } as const;
    const response = await fetch(app.webhookUrl!, {
      ...init,
      ...signedRequest(delivery.event, secret, now),
    }).catch(() => undefined);
    await response?.body?.cancel().catch(() => undefined);
    delivery.attempts.push({ at: now.toISOString(), status: response?.status ?? null, hasBrokenSignature });
    return response?.ok ?? false;
  }
}
