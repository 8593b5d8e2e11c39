import { request } from 'undici';

/** What a partner's back end calls of Muster: plain HTTP with its API key, as anyone would write it. */
export class MusterClient {
  readonly #apiUrl: string;
  readonly #apiKey: string;

  constructor(apiUrl: string, apiKey: string) {
    this.#apiUrl = apiUrl;
    this.#apiKey = apiKey;
  }

  get<T>(path: string, accountToken?: string): Promise<T> {
    return this.#call<T>('GET', path, undefined, accountToken);
  }

  post<T>(path: string, body: unknown = {}, accountToken?: string): Promise<T> {
    return this.#call<T>('POST', path, body, accountToken);
  }

  /** Every page of a list. */
  async listAll<T>(path: string, accountToken?: string): Promise<T[]> {
    const records: T[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { next: string | null; results: T[] } = await this.get(
        `${path}?page_size=100${query}`,
        accountToken,
      );
      records.push(...page.results);
      cursor = page.next;
    } while (cursor !== null);
    return records;
  }

  async #call<T>(method: 'GET' | 'POST', path: string, body: unknown, accountToken?: string): Promise<T> {
    const answer = await request(`${this.#apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#apiKey}`,
        ...(accountToken === undefined ? {} : { 'x-account-token': accountToken }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text) as T;
  }
}
