import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface ReceivedEvent {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

export interface WebhookReceiver {
  url: string;
  /** In the order of arrival; every one of them carries the signature that the published library makes. */
  events: ReceivedEvent[];
  /** Likewise, `issue.opened` and the like, which come beside what they are about. */
  issueEvents: ReceivedEvent[];
  refusedCount: number;
  useSecret(secret: string): void;
  /** Forgets what came so far. */
  clear(): void;
  close(): Promise<void>;
}

/** A partner's receiver: checks the signature with the published library and answers 204, or 401. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  let secret = '';
  const receiver: WebhookReceiver = {
    url: '',
    events: [],
    issueEvents: [],
    refusedCount: 0,
    useSecret: (given) => (secret = given),
    clear() {
      receiver.events.length = 0;
      receiver.issueEvents.length = 0;
    },
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (isSigned(secret, request.headers, body)) {
        const { type, data } = JSON.parse(body) as { type: string; data: Record<string, unknown> };
        const told = type.startsWith('issue.') ? receiver.issueEvents : receiver.events;
        told.push({ id: String(request.headers['webhook-id']), type, data });
        response.writeHead(204).end();
      } else {
        receiver.refusedCount += 1;
        response.writeHead(401).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  return receiver;
}

/** Whether one of the signatures is the library's own over what arrived; its tolerance of five minutes would not fit a clock that the test moves. */
export function isSigned(secret: string, headers: IncomingHttpHeaders, body: string): boolean {
  const sentAt = new Date(Number(headers['webhook-timestamp']) * 1000);
  const expected = new Webhook(secret).sign(String(headers['webhook-id']), sentAt, body);
  return String(headers['webhook-signature']).split(' ').includes(expected);
}
