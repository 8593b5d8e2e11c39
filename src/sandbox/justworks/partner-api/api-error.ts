/** An answer of the API that is not a success: `{error: {code, …}}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, string>;

  constructor(status: number, code: string, details: Record<string, string> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export function notFoundError(): ApiError {
  return new ApiError(404, 'not_found');
}

export function invalidRequest(message: string): ApiError {
  return new ApiError(400, 'invalid_request', { message });
}
