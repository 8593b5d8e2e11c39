import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';

const RETRY_AFTER_SECONDS = 5;

/** Sheds load with 503 before answers become so slow that callers try again on top. */
export function addOverloadShedding(app: FastifyInstance, maxEventLoopDelayMs: number): void {
  void app.register(underPressure, {
    maxEventLoopDelay: maxEventLoopDelayMs,
    retryAfter: RETRY_AFTER_SECONDS,
  });
}

/** For routes that must answer while load is shed, because they tell of it. */
export const isNeverShed = { pressureHandler: () => undefined };
