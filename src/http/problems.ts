import type { FastifyError } from 'fastify';
import { AppError, type ErrorKind } from '../lib/app-error.ts';
import type { Problem } from './schemas/problem.ts';

export interface ProblemAnswer {
  status: number;
  body: Problem;
  retryAfterSeconds: number | undefined;
}

const STATUS: Record<ErrorKind, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unprocessable: 422,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

const TITLES: Record<number, string> = {
  400: 'Invalid input',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  414: 'Too long',
  415: 'Unsupported media type',
  422: 'Unprocessable',
  429: 'Too many requests',
  431: 'Too long',
  503: 'Unavailable',
};

// What the server itself refuses, in our words: its own messages may quote the request.
const SERVER_REFUSALS: Record<number, { code: string; detail: string }> = {
  400: {
    code: 'request_malformed',
    detail: 'The request is malformed; a JSON body must be complete and valid.',
  },
  404: { code: 'route_not_found', detail: 'There is nothing at this address.' },
  408: { code: 'request_timeout', detail: 'The request did not arrive in time.' },
  413: { code: 'body_too_large', detail: 'The body is larger than this service takes.' },
  414: { code: 'path_too_long', detail: 'The address is too long.' },
  415: { code: 'media_type_unsupported', detail: 'Send the body as application/json.' },
  429: { code: 'rate_limited', detail: 'Too many requests.' },
  431: { code: 'headers_too_large', detail: 'The headers or the query are larger than this service takes.' },
  503: { code: 'overloaded', detail: 'The service is overloaded or on its way down. Try again.' },
};
const DEFAULT_RETRY_SECONDS = 5;

/** What anything that was thrown looks like from outside; an unexpected error tells nothing of itself. */
export function toProblemAnswer(error: unknown): ProblemAnswer {
  if (error instanceof AppError) return toAnswerOfAppError(error);
  if (isValidationError(error)) return toAnswerOfValidation(error);
  const status = statusOf(error);
  const refusal = SERVER_REFUSALS[status];
  if (refusal) return answer(status, [{ ...refusal, pointer: '' }], retryAfterOf(status, undefined));
  return internalError();
}

export function toRefusal(status: number): ProblemAnswer {
  return answer(status, [{ ...SERVER_REFUSALS[status]!, pointer: '' }], retryAfterOf(status, undefined));
}

function internalError(): ProblemAnswer {
  return answer(
    500,
    [{ code: 'internal_error', detail: 'Something failed on our side.', pointer: '' }],
    undefined,
  );
}

function toAnswerOfAppError(error: AppError): ProblemAnswer {
  if (error.kind === 'internal') return internalError();
  const status = STATUS[error.kind];
  const pointer = error.pointer ?? '';
  const retryAfter = retryAfterOf(status, error.retryAfterSeconds);
  return answer(status, [{ code: error.code, detail: error.message, pointer }], retryAfter);
}

function isValidationError(error: unknown): error is FastifyError & { validation: ValidationFinding[] } {
  return error instanceof Error && Array.isArray((error as FastifyError).validation);
}

interface ValidationFinding {
  keyword: string;
  instancePath: string;
  message?: string;
  params: Record<string, unknown>;
}

/** One error per field: the first finding says most, and findings never quote the value. */
function toAnswerOfValidation(error: { validation: ValidationFinding[] }): ProblemAnswer {
  const findings = new Map<string, Finding>();
  for (const finding of error.validation.flatMap(toFindings)) {
    if (!findings.has(finding.pointer)) findings.set(finding.pointer, finding);
  }
  return answer(400, [...findings.values()], undefined);
}

/** What one error of this status looks like; for the document's examples. */
export function problemOf(status: number, finding: Finding): Problem {
  return answer(status, [finding], undefined).body;
}

interface Finding {
  code: string;
  detail: string;
  pointer: string;
}

function toFindings(finding: ValidationFinding): Finding[] {
  const missing = finding.params['requiredProperties'];
  if (finding.keyword === 'required' && Array.isArray(missing)) {
    return missing.map((name: string) => ({
      code: 'field_missing',
      detail: `${name} is required.`,
      pointer: `${finding.instancePath}/${name}`,
    }));
  }
  const name = finding.instancePath.slice(1).replaceAll('/', '.') || 'The body';
  const allowed = finding.params['allowedValues'];
  const hint = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
  const detail = `${name} ${finding.message ?? 'is not valid'}${hint}.`;
  return [{ code: 'invalid_value', detail, pointer: finding.instancePath }];
}

function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

/** Whoever must wait is told how long. */
function retryAfterOf(status: number, seconds: number | undefined): number | undefined {
  return status === 429 || status === 503 ? (seconds ?? DEFAULT_RETRY_SECONDS) : seconds;
}

function answer(status: number, findings: Finding[], retryAfterSeconds: number | undefined): ProblemAnswer {
  const title = TITLES[status] ?? 'Error';
  const errors = findings.map(({ code, detail, pointer }) => ({
    title,
    detail,
    problem_type: code,
    source: { pointer },
  }));
  return {
    status,
    body: { detail: findings.map(({ detail }) => detail).join(' '), errors },
    retryAfterSeconds,
  };
}
