import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../lib/app-error.ts';

const RETRY_AFTER_SECONDS = 5;
/** How often the event loop's delay is looked at. */
const SAMPLE_INTERVAL_MS = 1000;

/** Sheds load with 503 before answers become so slow that callers try again on top. */
export function addOverloadShedding(app: FastifyInstance, maxEventLoopDelayMs: number): void {
  void app.register(underPressure, {
    maxEventLoopDelay: maxEventLoopDelayMs,
    sampleInterval: SAMPLE_INTERVAL_MS,
    pressureHandler: (_request, _reply, _type, delayMs) =>
      isOverloaded(delayMs, maxEventLoopDelayMs) ? Promise.reject(overloaded()) : undefined,
  });
}

/**
 * A loop that stood still for one whole sample is told as an endless delay. That much is known and no more, so it breaks
 * no limit that allows longer.
 */
export function isOverloaded(delayMs: number | undefined, maxEventLoopDelayMs: number): boolean {
  const atLeastMs = delayMs === Infinity ? SAMPLE_INTERVAL_MS : (delayMs ?? 0);
  return atLeastMs > maxEventLoopDelayMs;
}

function overloaded(): AppError {
  return new AppError('unavailable', 'overloaded', 'The service is overloaded. Try again.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/** For routes that must answer while load is shed, because they tell of it. */
export const isNeverShed = { pressureHandler: () => undefined };
