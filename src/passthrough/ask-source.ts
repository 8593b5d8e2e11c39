import { getRemoteAccess, noteSourceAsksToWait, type AccountScope } from '../accounts/index.ts';
import { toConnectorContext } from '../connectors/connector-context.ts';
import { ConnectorError } from '../connectors/errors.ts';
import type { PassthroughAnswer } from '../connectors/passthrough.ts';
import { AppError } from '../lib/app-error.ts';
import { addMs, SECOND_MS } from '../lib/duration.ts';
import type { AdmittedRequest } from './admit-request.ts';
import type { PassthroughDeps } from './passthrough-deps.ts';

/** With the wait for a token that somebody else refreshes. */
const TIMEOUT_MS = 60 * SECOND_MS;
const MAX_ANSWER_BYTES = 4_000_000;
const PASSED_HEADERS = new Set(['content-type', 'date', 'etag', 'last-modified', 'x-request-id']);

/** As the contract has it; what was said to prove who we are is in none of it. */
export interface RemoteResponse {
  method: string;
  path: string;
  status: number;
  /** The answer's JSON; null where it has none. */
  response: unknown;
  response_headers: Record<string, string>;
  response_type: 'JSON' | null;
  /** Of the request. */
  headers: Record<string, string>;
}

/**
 * Asks the source under the account's grant.
 * @throws AppError rate_limited `source_rate_limited`; unavailable `source_unavailable`; conflict `grant_ended`;
 * unprocessable `passthrough_answer_unreadable`
 */
export async function askSource(
  deps: PassthroughDeps,
  scope: AccountScope,
  { passthrough, path, headers }: AdmittedRequest,
): Promise<RemoteResponse> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const grant = await getRemoteAccess(deps, scope, { signal });
    if (grant.method !== 'oauth') throw new Error('Another way in has no grant.');
    const context = toConnectorContext(deps, signal);
    const request = { path, headers, maxAnswerBytes: MAX_ANSWER_BYTES };
    return toRemoteResponse(path, headers, await passthrough.get(context, grant, request));
  } catch (error) {
    throw await toFailure(deps, scope, signal, error);
  }
}

function toRemoteResponse(
  path: string,
  headers: Record<string, string>,
  answer: PassthroughAnswer,
): RemoteResponse {
  const passed = Object.entries(answer.headers).filter(([name]) => PASSED_HEADERS.has(name));
  return {
    method: 'GET',
    path,
    status: answer.status,
    response: answer.json ?? null,
    response_headers: Object.fromEntries(passed),
    response_type: answer.json === undefined ? null : 'JSON',
    headers,
  };
}

async function toFailure(
  deps: PassthroughDeps,
  scope: AccountScope,
  signal: AbortSignal,
  error: unknown,
): Promise<unknown> {
  if (signal.aborted) return unavailable();
  if (!(error instanceof ConnectorError)) return error;
  const { retryAfterMs } = error;
  switch (error.code) {
    case 'rate_limited':
      if (retryAfterMs !== undefined)
        await noteSourceAsksToWait(deps.db, scope, addMs(deps.clock.now(), retryAfterMs));
      return new AppError(
        'rate_limited',
        'source_rate_limited',
        'The source takes no more requests for now.',
        {
          ...toRetry(retryAfterMs),
        },
      );
    case 'source_unavailable':
      return unavailable(retryAfterMs);
    case 'grant_ended':
      return new AppError(
        'conflict',
        'grant_ended',
        'The employer’s consent is over: the account must be linked again.',
      );
    default:
      return new AppError(
        'unprocessable',
        'passthrough_answer_unreadable',
        `The source's answer is longer than ${MAX_ANSWER_BYTES} bytes, or not what its API gives.`,
      );
  }
}

const unavailable = (retryAfterMs?: number): AppError =>
  new AppError('unavailable', 'source_unavailable', 'The source can not be reached at the moment.', {
    ...toRetry(retryAfterMs),
  });

const toRetry = (ms: number | undefined) =>
  ms === undefined ? {} : { retryAfterSeconds: Math.ceil(ms / SECOND_MS) };
