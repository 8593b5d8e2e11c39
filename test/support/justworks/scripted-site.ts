import { Readable } from 'node:stream';
import type { OutboundHttp, OutboundRequest } from '../../../src/lib/outbound-http.ts';

export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array | Readable;
}

export interface SeenRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  form: Record<string, string>;
}

type Answer = ScriptedAnswer | ((request: SeenRequest) => ScriptedAnswer | Promise<ScriptedAnswer>);

/** Answers requests from a table of `METHOD /path`; one that is not in the table fails the test. */
export interface ScriptedSite extends OutboundHttp {
  requests: SeenRequest[];
  on(request: string, ...answers: Answer[]): ScriptedSite;
  count(request: string): number;
}

export const ORIGIN = 'https://secure.justworks.com';

export function createScriptedSite(): ScriptedSite {
  const table = new Map<string, Answer[]>();
  const requests: SeenRequest[] = [];
  return {
    requests,
    on(request, ...answers) {
      table.set(request, answers);
      return this;
    },
    count: (request) => requests.filter((seen) => nameOf(seen) === request).length,
    async request(request) {
      const seen = toSeen(request);
      requests.push(seen);
      const answers = table.get(nameOf(seen));
      if (!answers) throw new Error(`Nobody planned ${nameOf(seen)}.`);
      // The last answer stays.
      const next = answers.length > 1 ? answers.shift()! : answers[0]!;
      const answer = typeof next === 'function' ? await next(seen) : next;
      return {
        status: answer.status ?? 200,
        headers: { 'content-type': 'text/html; charset=utf-8', ...answer.headers },
        body: answer.body instanceof Readable ? answer.body : Readable.from([Buffer.from(answer.body ?? '')]),
      };
    },
  };
}

export function page(hydration: Record<string, unknown>, body = ''): ScriptedAnswer {
  const tags = Object.entries({ form_authenticity_token: 'token-1', ...hydration }).map(
    ([key, value]) =>
      `<script class="hydration-helper-data" data-hydration-key="${key}" type="application/json">` +
      `${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`,
  );
  return { body: `<!doctype html><html><body>${tags.join('')}${body}</body></html>` };
}

export function redirect(location: string, cookie?: string): ScriptedAnswer {
  return { status: 302, headers: { location, ...(cookie === undefined ? {} : { 'set-cookie': [cookie] }) } };
}

export const LOGIN_FORM = '<form><input name="username"><input name="password" type="password"></form>';
export const loginPage = () => page({}, LOGIN_FORM);

export function csv(text: string | Uint8Array): ScriptedAnswer {
  return { headers: { 'content-type': 'text/csv; charset=utf-8' }, body: text };
}

function nameOf(request: SeenRequest): string {
  return `${request.method} ${request.url.pathname}`;
}

function toSeen(request: OutboundRequest): SeenRequest {
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers ?? {},
    form: Object.fromEntries(new URLSearchParams(String(request.body ?? ''))),
  };
}
