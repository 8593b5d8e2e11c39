/**
 * Every error that a caller may act on. `code` is stable and machine-readable; `message` is for people and never
 * carries a secret or personal data, because callers copy it into their own logs. Jobs and HTTP decide by `kind`.
 */
export type ErrorKind =
  | 'invalid_input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'too_large'
  | 'unprocessable'
  | 'rate_limited'
  | 'unavailable'
  | 'internal';

export interface AppErrorOptions {
  /** JSON pointer to the field at fault, e.g. `/end_user_origin_id`. */
  pointer?: string;
  /** Seconds to wait before trying again; only with `rate_limited` and `unavailable`. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly pointer: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: ErrorKind, code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.code = code;
    this.pointer = options.pointer;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The one answer for an unknown id and for another organization's id: nobody learns which of the two it was. */
export function notFound(what: string): AppError {
  return new AppError('not_found', 'not_found', `No ${what} with this id exists for this API key.`);
}

export function invalidInput(code: string, message: string, pointer?: string): AppError {
  return new AppError('invalid_input', code, message, pointer === undefined ? {} : { pointer });
}

/** What a catch clause got, as an Error; anything may be thrown in JavaScript. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
