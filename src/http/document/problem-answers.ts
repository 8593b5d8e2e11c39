import { problemOf } from '../problems.ts';
import { PROBLEM_TEXTS } from '../schemas/parts.ts';
import { problemHeaders } from './answer-headers.ts';
import type { Answer, Example, Operation } from './document-types.ts';

const PROBLEM = { $ref: '#/components/schemas/Problem' };

type Case = [code: string, detail: string, pointer?: string];

/** What each status is mostly given for. */
const CASES: Record<number, Case[]> = {
  400: [
    ['invalid_value', 'page_size must be >= 1.', '/page_size'],
    ['cursor_invalid', 'This cursor was not issued for this list and these filters.', '/cursor'],
    ['field_missing', 'end_user_origin_id is required.', '/end_user_origin_id'],
  ],
  401: [
    ['authorization_missing', 'Send `Authorization: Bearer <key>`.'],
    ['api_key_invalid', 'The API key is unknown, mistyped or was revoked.'],
    ['account_token_missing', 'Send the account token as X-Account-Token.'],
  ],
  403: [['role_missing', 'This needs an API key with the role `operate`.']],
  404: [['not_found', 'There is no such employee.']],
  409: [['idempotency_key_in_use', 'The first request with this Idempotency-Key is still at work.']],
  410: [['cursor_expired', 'What comes next is no longer kept.', '/cursor']],
  413: [['body_too_large', 'The body is larger than this service takes.']],
  415: [['media_type_unsupported', 'Send the body as application/json.']],
  422: [['idempotency_key_reused', 'This Idempotency-Key was used for another request.']],
  429: [['rate_limited', 'Too many requests. Wait before the next one.']],
  431: [['headers_too_large', 'The headers or the query are larger than this service takes.']],
  500: [['internal_error', 'Something failed on our side.']],
  503: [['overloaded', 'The service is overloaded. Try again.']],
};

const NAMES: Record<number, string> = {
  400: 'InvalidInput',
  401: 'NotAuthenticated',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Gone',
  413: 'TooLarge',
  415: 'UnsupportedMediaType',
  422: 'Unprocessable',
  429: 'TooManyRequests',
  431: 'HeadersTooLarge',
  500: 'Failed',
  503: 'Unavailable',
};

/** One answer per status, for `components/responses`. */
export function problemAnswers(): Record<string, Answer> {
  const entries = Object.keys(CASES).map((status) => [NAMES[Number(status)], answerOf(Number(status))]);
  return Object.fromEntries(entries) as Record<string, Answer>;
}

/** Error answers that say nothing of their own become references; the others get the examples and the headers. */
export function shareProblems(operation: Operation): void {
  for (const [status, answer] of Object.entries(operation.responses)) {
    const name = NAMES[Number(status)];
    if ('$ref' in answer || !name || !isProblem(answer)) continue;
    operation.responses[status] =
      answer.description === PROBLEM_TEXTS[Number(status)]
        ? { $ref: `#/components/responses/${name}` }
        : { ...answerOf(Number(status)), description: answer.description };
  }
}

function isProblem({ content }: Answer): boolean {
  // A route that answers in another type is collected as if its errors had it too.
  return Object.values(content ?? {})[0]?.schema.$ref === PROBLEM.$ref;
}

function answerOf(status: number): Answer {
  return {
    description: PROBLEM_TEXTS[status]!,
    headers: problemHeaders(status),
    content: { 'application/json': { schema: PROBLEM, examples: examplesOf(status) } },
  };
}

function examplesOf(status: number): Record<string, Example> {
  const examples = CASES[status]!.map(([code, detail, pointer = '']) => [
    code,
    { value: problemOf(status, { code, detail, pointer }) },
  ]);
  return Object.fromEntries(examples) as Record<string, Example>;
}
