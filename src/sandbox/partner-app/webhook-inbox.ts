import { Webhook } from 'standardwebhooks';

export interface ReceivedWebhook {
  received_at: string;
  id: string;
  type: string;
  /** The verdict of the published standardwebhooks library. */
  is_verified: boolean;
  /** False when the same webhook-id came before: deliveries are at least once. */
  is_first: boolean;
  data: unknown;
}

/** What the partner's back end keeps of the webhooks it got. */
export class WebhookInbox {
  #secret: string | undefined;
  readonly received: ReceivedWebhook[] = [];
  readonly #ids = new Set<string>();
  readonly #onReceived: (webhook: ReceivedWebhook) => void;

  constructor(onReceived: (webhook: ReceivedWebhook) => void = () => undefined) {
    this.#onReceived = onReceived;
  }

  useSecret(secret: string): void {
    this.#secret = secret;
  }

  /** Returns whether the signature holds. */
  receive(headers: Record<string, string>, body: string): boolean {
    const isVerified = this.#verify(headers, body);
    const id = headers['webhook-id'] ?? '';
    const { type, data } = isVerified
      ? (JSON.parse(body) as { type: string; data: unknown })
      : { type: '', data: null };
    const webhook = {
      received_at: new Date().toISOString(),
      id,
      type,
      is_verified: isVerified,
      is_first: isVerified && !this.#ids.has(id),
      data,
    };
    this.received.push(webhook);
    // An id that somebody made up must not keep the true one out.
    if (isVerified) this.#ids.add(id);
    this.#onReceived(webhook);
    return isVerified;
  }

  #verify(headers: Record<string, string>, body: string): boolean {
    if (this.#secret === undefined) return false;
    try {
      new Webhook(this.#secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  }
}
