import fastify, { type FastifyInstance } from 'fastify';
import { registerMailboxPage, type Mailbox } from '../mailbox/index.ts';
import { MusterClient } from './muster-client.ts';
import { PAGE_SCRIPT, renderHome } from './pages.ts';
import { renderTasks, toTasks } from './tasks.ts';
import { WebhookInbox } from './webhook-inbox.ts';

export interface PartnerAppOptions {
  port: number;
  apiUrl: string;
  apiKey: string;
  sandboxAdminUrl: string;
  /** The employer's admin reads mail here. */
  mailbox: Mailbox;
  /** The employer that this partner has as a customer. */
  employer: { originId: string; name: string; adminEmail: string };
}

export interface PartnerApp {
  url: string;
  inbox: WebhookInbox;
  close(): Promise<void>;
}

/** A partner's product in small: a settings page, a back end that holds the account token, and a webhook receiver. */
export async function startPartnerApp(options: PartnerAppOptions): Promise<PartnerApp> {
  const app = fastify({ bodyLimit: 5_000_000 });
  const inbox = new WebhookInbox();
  const partner = new Partner(new MusterClient(options.apiUrl, options.apiKey), options);
  addPageRoutes(app, partner, inbox, options);
  addWebhookRoute(app, inbox);
  registerMailboxPage(app, options.mailbox);
  const url = await app.listen({ host: '127.0.0.1', port: options.port });
  return { url, inbox, close: () => app.close() };
}

class Partner {
  accountToken: string | undefined;
  readonly #muster: MusterClient;
  readonly #options: PartnerAppOptions;

  constructor(muster: MusterClient, options: PartnerAppOptions) {
    this.#muster = muster;
    this.#options = options;
  }

  /** @param handover of an employer who came from Justworks' Integrations Hub */
  createLinkToken(handover?: string): Promise<{ link_token: string }> {
    const { originId, name, adminEmail } = this.#options.employer;
    return this.#muster.post('/api/hris/v1/link-token', {
      end_user_origin_id: originId,
      end_user_organization_name: name,
      end_user_email_address: adminEmail,
      categories: ['hris'],
      ...(handover === undefined ? {} : { handover }),
    });
  }

  async exchange(publicToken: string): Promise<void> {
    const path = `/api/hris/v1/account-token/${publicToken}`;
    this.accountToken = (await this.#muster.get<{ account_token: string }>(path)).account_token;
  }

  async requestSync(): Promise<void> {
    await this.#muster.post('/api/hris/v1/sync-status/resync', {}, this.accountToken);
  }

  async listEmployees(): Promise<Record<string, unknown>[]> {
    if (this.accountToken === undefined) return [];
    const employees: Record<string, unknown>[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { next: string | null; results: Record<string, unknown>[] } = await this.#muster.get(
        `/api/hris/v1/employees?page_size=100${query}`,
        this.accountToken,
      );
      employees.push(...page.results);
      cursor = page.next;
    } while (cursor !== null);
    return employees;
  }
}

function addPageRoutes(
  app: FastifyInstance,
  partner: Partner,
  inbox: WebhookInbox,
  options: PartnerAppOptions,
): void {
  app.get('/', async (_request, reply) => {
    const employees = await partner.listEmployees();
    const isLinked = partner.accountToken !== undefined;
    return reply.type('text/html; charset=utf-8').send(
      renderHome({
        apiUrl: options.apiUrl,
        sandboxAdminUrl: options.sandboxAdminUrl,
        mailboxUrl: '/mailbox',
        isLinked,
        status: isLinked ? 'Connected' : 'Not connected',
        employees,
        received: inbox.received,
      }),
    );
  });
  app.get('/tasks', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(renderTasks(toTasks(inbox.received))),
  );
  app.get('/app.js', (_request, reply) => reply.type('text/javascript').send(PAGE_SCRIPT));
  app.get('/version', () => ({ version: inbox.received.length }));
  app.post('/connect', (request) =>
    partner.createLinkToken((request.body as { handover?: string } | undefined)?.handover),
  );
  app.post('/linked', async (request) => {
    await partner.exchange((request.body as { public_token: string }).public_token);
    return { account_token: partner.accountToken };
  });
  app.post('/sync', async () => {
    await partner.requestSync();
    return {};
  });
}

/** The raw bytes are what was signed, so the body is kept as text and parsed only after it was verified. */
function addWebhookRoute(app: FastifyInstance, inbox: WebhookInbox): void {
  app.get('/inbox.json', () => inbox.received);
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));
    scope.post('/webhooks', (request, reply) => {
      const isVerified = inbox.receive(request.headers as Record<string, string>, request.body as string);
      return reply.code(isVerified ? 204 : 401).send();
    });
    done();
  });
}
