import fastify from 'fastify';
import { registerMailboxPage, type Mailbox } from '../mailbox/index.ts';
import { Product } from './product.ts';
import { addActionRoutes } from './routes/action-routes.ts';
import { addBrowserFiles } from './routes/browser-files.ts';
import { addPageRoutes } from './routes/page-routes.ts';
import { addWebhookRoutes } from './routes/webhook-routes.ts';
import type { Tour } from './tour.ts';
import type { WebhookInbox } from './webhook-inbox.ts';

export type { Tour, TourStepView } from './tour.ts';

export interface PartnerAppOptions {
  port: number;
  apiUrl: string;
  apiKey: string;
  sandboxUrl: string;
  /** The employer's admin reads mail here. */
  mailbox: Mailbox;
  /** The employer that this partner has as a customer. */
  employer: { originId: string; name: string; adminEmail: string };
  /** Without it there is no page for it. */
  tour?: Tour;
}

export interface PartnerApp {
  url: string;
  inbox: WebhookInbox;
  close(): Promise<void>;
}

const REMINDER_TICK_MS = 60_000;

/** A partner's product in small: settings, people, tasks, a back end that holds the account token, a webhook receiver. */
export async function startPartnerApp(options: PartnerAppOptions): Promise<PartnerApp> {
  const { mailbox, tour } = options;
  const app = fastify({ bodyLimit: 5_000_000, forceCloseConnections: true });
  const product = new Product({ ...options, mailRelay: { host: mailbox.host, port: mailbox.port }, tour });
  addPageRoutes(app, product);
  addActionRoutes(app, product);
  addBrowserFiles(app);
  addWebhookRoutes(app, product.inbox);
  registerMailboxPage(app, mailbox);
  const tick = setInterval(() => void product.remind(), REMINDER_TICK_MS);
  const url = await app.listen({ host: '127.0.0.1', port: options.port });
  const close = async (): Promise<void> => {
    clearInterval(tick);
    product.feed.close();
    await app.close();
  };
  return { url, inbox: product.inbox, close };
}
