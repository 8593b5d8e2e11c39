import { AppError } from '../lib/app-error.ts';

export function endpointDisabled(): AppError {
  return new AppError('conflict', 'endpoint_disabled', 'The webhook endpoint is disabled. Enable it first.');
}
