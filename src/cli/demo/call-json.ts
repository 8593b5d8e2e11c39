import { request } from 'undici';

export interface JsonCall {
  /** POST where there is a body, else GET, unless given. */
  method?: 'GET' | 'POST' | 'DELETE';
  headers?: Record<string, string>;
  body?: object | undefined;
}

/** @returns the answer's JSON, undefined where it has none. @throws Error with the answer of any status but 2xx */
export async function callJson<T>(
  url: string,
  { body, method = body === undefined ? 'GET' : 'POST', headers = {} }: JsonCall = {},
): Promise<T> {
  const answer = await request(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) {
    throw new Error(`${method} ${new URL(url).pathname} answered ${answer.statusCode}: ${text}`);
  }
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
