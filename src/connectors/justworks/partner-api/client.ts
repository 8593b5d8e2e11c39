import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectorContext, RemoteGrant } from '../../contract.ts';
import { ConnectorError } from '../../errors.ts';
import type { ApiDescription } from './api-schema.ts';
import { exchangeJson, unexpected, type ApiAnswer, type ApiRequest, type ReadBody } from './exchange.ts';
import { readShape } from './read-shape.ts';
import { toRefusal } from './refusals.ts';

/** Waits, or throws as soon as the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export interface ApiCall {
  method?: 'GET' | 'POST';
  path: keyof ApiDescription['paths'];
  /** For the path's `{id}`. */
  id?: string;
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** The capability that it needs. */
  subject: string;
  /** Statuses beside success that say something, e.g. 404. */
  accepts?: readonly number[];
  /** For an answer that may be long. */
  readBody?: ReadBody;
}

/** The Partner API under one grant. Errors carry names of capabilities, never addresses or values. */
export interface PartnerApi {
  readonly description: ApiDescription;
  readonly context: ConnectorContext;
  readonly grant: RemoteGrant;
  readonly sleep: Sleep;
  /** @throws ConnectorError grant_ended, permission_missing, company_left, rate_limited, source_unavailable, unexpected_page */
  call(call: ApiCall): Promise<ApiAnswer>;
  /** All pages of a list, one after the other. */
  pages(call: ApiCall): AsyncGenerator<unknown[]>;
}

export function createPartnerApi(
  description: ApiDescription,
  context: ConnectorContext,
  grant: RemoteGrant,
  sleep: Sleep = waitFor,
): PartnerApi {
  async function call(wanted: ApiCall): Promise<ApiAnswer> {
    const token = await grant.accessToken();
    const first = await sendPatiently(toRequest(description, wanted, token));
    const answer = first.status === 401 ? await sendWithNewToken(wanted, token) : first;
    if (answer.status === 403) throw toRefusal(description, answer, wanted.subject);
    const isExpected = isSuccess(answer.status) || wanted.accepts?.includes(answer.status) === true;
    if (!isExpected) throw unexpected(`The source answered ${answer.status}.`, wanted.subject);
    if (answer.json === undefined) throw unexpected('The source answers no JSON.', wanted.subject);
    return answer;
  }

  async function sendWithNewToken(wanted: ApiCall, refused: string): Promise<ApiAnswer> {
    const token = await grant.replaceToken(refused);
    const answer = await sendPatiently(toRequest(description, wanted, token));
    if (answer.status !== 401) return answer;
    throw new ConnectorError('grant_ended', 'The source refuses a new token as well.', {
      subject: wanted.subject,
    });
  }

  /** Short waits are no reason to give up a long reading; each one is asked for by a 429. */
  async function sendPatiently(request: ApiRequest): Promise<ApiAnswer> {
    const { waits, longestWaitMs, firstWaitMs } = description.retry;
    for (let wait = 0; ; wait += 1) {
      try {
        return await exchangeJson(description, context, request);
      } catch (error) {
        if (!(error instanceof ConnectorError) || error.code !== 'rate_limited' || wait >= waits) throw error;
        const waitMs = error.retryAfterMs ?? firstWaitMs * 2 ** wait;
        if (waitMs > longestWaitMs) throw error;
        await sleep(waitMs, context.signal);
      }
    }
  }

  async function* pages(wanted: ApiCall): AsyncGenerator<unknown[]> {
    const seen = new Set<string>();
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { ...wanted.query, limit: String(description.pageSize) };
      if (cursor !== null) query['cursor'] = cursor;
      const { json } = await call({ ...wanted, query });
      const page = readShape(description, 'page', json, wanted.subject);
      yield page.items;
      cursor = page.nextCursor === '' ? null : page.nextCursor;
      assertGoesOn(cursor, seen, wanted.subject);
    } while (cursor !== null);
  }

  /** A source whose list never ends would be read for ever. */
  function assertGoesOn(cursor: string | null, seen: Set<string>, subject: string): void {
    if (cursor === null) return;
    if (seen.has(cursor)) throw unexpected('The source names the same next page again.', subject);
    if (seen.size >= description.limits.pages)
      throw unexpected('The list of the source does not end.', subject);
    seen.add(cursor);
  }

  return { description, context, grant, sleep, call, pages };
}

function toRequest(description: ApiDescription, call: ApiCall, token: string): ApiRequest {
  const path = description.paths[call.path].replace('{id}', encodeURIComponent(call.id ?? ''));
  const url = new URL(path, description.apiOrigin);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const hasBody = call.body !== undefined;
  return {
    method: call.method ?? 'GET',
    url,
    subject: call.subject,
    headers: {
      authorization: `Bearer ${token}`,
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
    },
    ...(hasBody ? { body: JSON.stringify(call.body) } : {}),
    ...(call.readBody ? { readBody: call.readBody } : {}),
  };
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal });
}
