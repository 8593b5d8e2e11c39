import { AppError, type ErrorKind } from '../../lib/app-error.ts';

const STATUS: Partial<Record<ErrorKind, number>> = {
  invalid_input: 422,
  not_found: 404,
  conflict: 409,
  unavailable: 502,
};

/** How an error is shown by the admin's pages and the control API; an unexpected one gives nothing away. */
export function toHttpError(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof AppError) {
    return { status: STATUS[error.kind] ?? 500, code: error.code, message: error.message };
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  return {
    status,
    code: status < 500 ? 'bad_request' : 'internal',
    message: 'The request was not understood.',
  };
}
