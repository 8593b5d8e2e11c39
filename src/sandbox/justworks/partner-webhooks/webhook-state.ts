import { createHash } from 'node:crypto';
import type { OAuthApp } from '../oauth/oauth-apps.ts';
import { PARTNER_EVENT_TYPES, type PartnerEventType } from './partner-event.ts';

const CLOSES_AFTER_FAILURES = 5;

export interface WebhookView {
  id: string;
  url: string;
  status: 'opened' | 'closed';
  events: readonly PartnerEventType[];
}

/** Whether apps' webhooks are open. One that fails too often in a row is closed until the app resumes it. */
export class WebhookStates {
  private readonly failuresInRow = new Map<string, number>();

  isOpen(clientId: string): boolean {
    return (this.failuresInRow.get(clientId) ?? 0) < CLOSES_AFTER_FAILURES;
  }

  recordAttempt(clientId: string, isDelivered: boolean): void {
    this.failuresInRow.set(clientId, isDelivered ? 0 : (this.failuresInRow.get(clientId) ?? 0) + 1);
  }

  resume(clientId: string): void {
    this.failuresInRow.delete(clientId);
  }

  /** Undefined for an app without a webhook. */
  view(app: OAuthApp): WebhookView | undefined {
    if (app.webhookUrl === undefined) return undefined;
    const status = this.isOpen(app.clientId) ? 'opened' : 'closed';
    return { id: webhookIdOf(app.clientId), url: app.webhookUrl, status, events: PARTNER_EVENT_TYPES };
  }
}

function webhookIdOf(clientId: string): string {
  return `webhook_${createHash('sha256').update(clientId).digest('hex').slice(0, 16)}`;
}
