import { pino, type DestinationStream } from 'pino';
import type { Logger } from '../lib/logger.ts';
import { gatherLines } from './line-buffer.ts';
import { REDACTED_NAMES, REDACTED_PATHS } from './redaction.ts';

/** JSON lines. Errors are logged by class, code and stack; never with the fields that libraries hang on them. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: createTimeField() };
  const stream = destination ?? standardOutput();
  const plain = pino(options, stream);
  const redacting = pino(
    {
      ...options,
      redact: { paths: REDACTED_PATHS, censor: '[cut]' },
      serializers: { error: describeError },
    },
    stream,
  );
  const loggerFor = (fields: object) => (isPlain(fields) ? plain : redacting);
  return {
    // Nearly always off, and asked for at each delivery.
    debug: (fields, event) => plain.isLevelEnabled('debug') && loggerFor(fields).debug(fields, event),
    info: (fields, event) => loggerFor(fields).info(fields, event),
    warn: (fields, event) => loggerFor(fields).warn(fields, event),
    error: (fields, event) => loggerFor(fields).error(fields, event),
  };
}

let output: DestinationStream | undefined;

/** One for all loggers of the process, so that lines keep their order. */
function standardOutput(): DestinationStream {
  if (output) return output;
  const stream = pino.destination({ fd: 1, sync: true });
  return (output = gatherLines((lines) => stream.write(lines)));
}

/** As pino's own, but spelled once for all lines of a millisecond. */
function createTimeField(): () => string {
  let spelledMs = -1;
  let field = '';
  return () => {
    const nowMs = Date.now();
    if (nowMs !== spelledMs) field = `,"time":"${new Date(nowMs).toISOString()}"`;
    spelledMs = nowMs;
    return field;
  };
}

/** Nothing within, and no name that is cut: the search would find nothing, and it costs as much as all else of a line. */
function isPlain(fields: object): boolean {
  for (const name of Object.keys(fields)) {
    const value = (fields as Record<string, unknown>)[name];
    if (value !== null && (typeof value === 'object' || REDACTED_NAMES.has(name))) return false;
  }
  return true;
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
