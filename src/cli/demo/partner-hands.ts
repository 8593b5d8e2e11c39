import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import type { Demo } from './start-demo.ts';

export interface InboxEntry {
  id: string;
  type: string;
  is_verified: boolean;
  is_first: boolean;
  data: Record<string, unknown>;
}

export interface ModelStatus {
  model_id: string;
  status: string;
  last_sync_finished: string | null;
}

const POLL_MS = 100;

/** The partner: its app in the demo, and the REST API with its key. */
export class PartnerHands {
  readonly #demo: Demo;
  #accountToken: string | undefined;

  constructor(demo: Demo) {
    this.#demo = demo;
  }

  async connect(): Promise<string> {
    const answer = await request(`${this.#demo.partnerUrl}/connect`, { method: 'POST' });
    return ((await answer.body.json()) as { link_token: string }).link_token;
  }

  /** A link session for another customer of the partner, by the employer's consent. */
  async connectByConsent(originId: string): Promise<string> {
    const { link_token } = await this.#call<{ link_token: string }>(
      'POST',
      '/api/hris/v1/link-token',
      JSON.stringify({
        end_user_origin_id: originId,
        end_user_organization_name: this.#demo.employer.name,
        end_user_email_address: this.#demo.employer.adminEmail,
        categories: ['hris'],
        connection_method: 'oauth',
      }),
    );
    return link_token;
  }

  /** Reads on with the account that the public token is of. */
  async takeAccount(publicToken: string): Promise<void> {
    const path = `/api/hris/v1/account-token/${publicToken}`;
    this.#accountToken = (await this.#get<{ account_token: string }>(path)).account_token;
  }

  async handOverPublicToken(publicToken: string): Promise<void> {
    const answer = await request(`${this.#demo.partnerUrl}/linked`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ public_token: publicToken }),
    });
    this.#accountToken = ((await answer.body.json()) as { account_token: string }).account_token;
  }

  async listAll(model: string): Promise<Record<string, unknown>[]> {
    const records: Record<string, unknown>[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await this.#get<{ next: string | null; results: Record<string, unknown>[] }>(
        `/api/hris/v1/${model}?page_size=100${query}`,
      );
      records.push(...page.results);
      cursor = page.next;
    } while (cursor !== null);
    return records;
  }

  async countOnFirstPage(model: string): Promise<number> {
    return (await this.#get<{ results: unknown[] }>(`/api/hris/v1/${model}?page_size=1`)).results.length;
  }

  /** Asks for a sync and waits until a run that began after the question has ended. Throws when it went wrong. */
  async sync(timeoutMs: number): Promise<void> {
    const before = await this.#lastFinished();
    await this.#call('POST', '/api/hris/v1/sync-status/resync', '{}');
    await this.waitForRunAfter(before, timeoutMs);
  }

  async waitForRunAfter(before: string | null, timeoutMs: number): Promise<void> {
    for (const endsAt = Date.now() + timeoutMs; ; await delay(POLL_MS)) {
      const employee = await this.#employeeStatus();
      if (employee?.status === 'FAILED') throw new Error('The sync failed; GET /api/v1/issues tells why.');
      const isDone = employee?.status === 'DONE' || employee?.status === 'PARTIALLY_SYNCED';
      if (isDone && employee.last_sync_finished !== before) return;
      if (Date.now() > endsAt)
        throw new Error(`No sync ended within ${timeoutMs} ms (status ${employee?.status}).`);
    }
  }

  async inbox(): Promise<InboxEntry[]> {
    const answer = await request(`${this.#demo.partnerUrl}/inbox.json`);
    return (await answer.body.json()) as InboxEntry[];
  }

  /** Waits until the inbox holds an entry that `isWanted` takes, counted from `start`. */
  async waitForWebhook(
    start: number,
    isWanted: (entry: InboxEntry) => boolean,
    what: string,
    timeoutMs: number,
  ) {
    for (const endsAt = Date.now() + timeoutMs; ; await delay(POLL_MS)) {
      const entry = (await this.inbox()).slice(start).find(isWanted);
      if (entry) return entry;
      if (Date.now() > endsAt) throw new Error(`No webhook "${what}" came within ${timeoutMs} ms.`);
    }
  }

  async #lastFinished(): Promise<string | null> {
    return (await this.#employeeStatus())?.last_sync_finished ?? null;
  }

  async #employeeStatus(): Promise<ModelStatus | undefined> {
    const page = await this.#get<{ results: ModelStatus[] }>('/api/hris/v1/sync-status?page_size=100');
    return page.results.find((status) => status.model_id === 'hris.Employee');
  }

  #get<T>(path: string): Promise<T> {
    return this.#call<T>('GET', path);
  }

  async #call<T>(method: 'GET' | 'POST', path: string, body?: string): Promise<T> {
    const answer = await request(`${this.#demo.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#demo.apiKey}`,
        'x-account-token': this.#accountToken ?? '',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text) as T;
  }
}
