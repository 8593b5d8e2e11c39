import { callJson } from './call-json.ts';
import type { DemoPlaces } from './demo-places.ts';
import { waitUntil } from './wait-until.ts';

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

/** The partner: its app in the demo, and the REST API with its key. */
export class PartnerHands {
  readonly #demo: DemoPlaces;
  #accountToken: string | undefined;

  constructor(demo: DemoPlaces) {
    this.#demo = demo;
  }

  async connect(): Promise<string> {
    const { link_token } = await this.#product<{ link_token: string }>('/connect', {});
    return link_token;
  }

  /** A link session for another customer of the partner, by the employer's consent. */
  async connectByConsent(originId: string): Promise<string> {
    const { link_token } = await this.#call<{ link_token: string }>('POST', '/api/hris/v1/link-token', {
      end_user_origin_id: originId,
      end_user_organization_name: this.#demo.employer.name,
      end_user_email_address: this.#demo.employer.adminEmail,
      categories: ['hris'],
      connection_method: 'oauth',
    });
    return link_token;
  }

  /** Reads on with the account that the public token is of. */
  async takeAccount(publicToken: string): Promise<void> {
    const path = `/api/hris/v1/account-token/${publicToken}`;
    this.#accountToken = (await this.#get<{ account_token: string }>(path)).account_token;
  }

  async handOverPublicToken(publicToken: string): Promise<void> {
    const { account_token } = await this.#product<{ account_token: string }>('/linked', {
      public_token: publicToken,
    });
    this.#accountToken = account_token;
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
    await this.#call('POST', '/api/hris/v1/sync-status/resync', {});
    await this.waitForRunAfter(before, timeoutMs);
  }

  async waitForRunAfter(before: string | null, timeoutMs: number): Promise<void> {
    const isOver = (employee: ModelStatus | undefined): boolean => {
      if (employee?.status === 'FAILED') throw new Error('The sync failed; GET /api/v1/issues tells why.');
      const isDone = employee?.status === 'DONE' || employee?.status === 'PARTIALLY_SYNCED';
      return isDone && employee.last_sync_finished !== before;
    };
    await waitUntil(() => this.#employeeStatus(), isOver, 'The end of a sync', timeoutMs);
  }

  async inbox(): Promise<InboxEntry[]> {
    return await this.#product<InboxEntry[]>('/inbox.json');
  }

  /** Waits until the inbox holds an entry that `isWanted` takes, counted from `start`. */
  async waitForWebhook(
    start: number,
    isWanted: (entry: InboxEntry) => boolean,
    what: string,
    timeoutMs: number,
  ) {
    const find = async () => (await this.inbox()).slice(start).find(isWanted);
    return await waitUntil(find, (entry) => entry !== undefined, `The webhook "${what}"`, timeoutMs);
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

  #product<T>(path: string, body?: object): Promise<T> {
    return callJson<T>(`${this.#demo.partnerUrl}${path}`, { body });
  }

  #call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    return callJson<T>(`${this.#demo.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#demo.apiKey}`,
        'x-account-token': this.#accountToken ?? '',
      },
      body,
    });
  }
}
