import { pino, type DestinationStream } from 'pino';
import type { Logger } from '../lib/logger.ts';
import { REDACTED_PATHS } from './redaction.ts';

/** JSON lines. Errors are logged by class, code and stack; never with the fields that libraries hang on them. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED_PATHS, censor: '[cut]' },
    serializers: { error: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * Only what we know to be free of contents: a database error's message and detail may quote a value, so its code stands
 * for it.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' ? { error_code: code } : {}),
    stack: error.stack
      ?.split('\n')
      .slice(1, 6)
      .map((line) => line.trim()),
  };
}
