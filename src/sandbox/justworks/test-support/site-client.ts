/** A browser of sorts for tests: keeps the cookie, reads the CSRF token before each write, follows nothing. */
export interface Answer {
  status: number;
  location: string | null;
  headers: Headers;
  body: string;
  bytes: Buffer;
}

export class SiteClient {
  private readonly origin: string;
  private cookie = '';

  constructor(origin: string) {
    this.origin = origin;
  }

  async get(path: string): Promise<Answer> {
    return this.send(path, {});
  }

  /** Posts a form with the token of the page at `tokenPath`. */
  async post(path: string, form: Record<string, string>, tokenPath = '/login'): Promise<Answer> {
    const token = hydration(await this.get(tokenPath), 'form_authenticity_token') as string;
    return this.postWithToken(path, form, token);
  }

  async postWithToken(path: string, form: Record<string, string>, token: string): Promise<Answer> {
    return this.send(path, {
      method: 'POST',
      headers: { 'x-csrf-token': token },
      body: new URLSearchParams(form),
    });
  }

  private async send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (this.cookie) headers.set('cookie', this.cookie);
    const response = await fetch(new URL(path, this.origin), { ...init, headers, redirect: 'manual' });
    const setCookie = response.headers.getSetCookie()[0];
    if (setCookie) this.cookie = setCookie.split(';', 1)[0]!;
    const bytes = Buffer.from(await response.arrayBuffer());
    const { status } = response;
    const location = response.headers.get('location');
    return { status, location, headers: response.headers, bytes, body: bytes.toString('utf8') };
  }
}

/** What stands in the page under the key, found the way the working public scraper finds it. */
export function hydration(page: Answer, key: string): unknown {
  const found = new RegExp(`hydration-key="${key}" type="application/json">([^<]+)</`).exec(page.body);
  return found ? JSON.parse(found[1]!) : undefined;
}
