import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../lib/app-error.ts';
import { toProblemAnswer } from '../problems.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers while load is shed, because it tells of it. */
    isNeverShed?: boolean;
    /** May wait long for news without work being done: takes no room from others. */
    isHeldOpen?: boolean;
  }
  interface FastifyRequest {
    isAtWork: boolean;
  }
}

export interface OverloadLimits {
  maxEventLoopDelayMs: number;
  /** Requests that are worked on at once. */
  maxRequestsAtOnce: number;
}

const RETRY_AFTER_SECONDS = 5;
/** How often the event loop's delay is looked at. */
const SAMPLE_INTERVAL_MS = 1000;

/** Sheds load with 503 before answers become so slow that callers try again on top. */
export function addOverloadShedding(app: FastifyInstance, limits: OverloadLimits): void {
  const { maxEventLoopDelayMs } = limits;
  addRoomLimit(app, limits);
  void app.register(underPressure, {
    maxEventLoopDelay: maxEventLoopDelayMs,
    sampleInterval: SAMPLE_INTERVAL_MS,
    pressureHandler: (_request, _reply, _type, delayMs) =>
      isOverloaded(delayMs, maxEventLoopDelayMs) ? Promise.reject(OVERLOADED) : undefined,
  });
}

/**
 * A queue that grows makes every answer late: what comes when the room is taken is refused at once. A request has its room
 * until its answer is ready, or its caller has gone; how fast the caller reads is the caller's affair.
 */
function addRoomLimit(app: FastifyInstance, { maxRequestsAtOnce }: OverloadLimits): void {
  let atWork = 0;
  const leave = (request: FastifyRequest): void => {
    if (!request.isAtWork) return;
    request.isAtWork = false;
    atWork -= 1;
  };
  app.decorateRequest('isAtWork', false);
  app.addHook('onRequest', (request, reply, done) => {
    const { isNeverShed, isHeldOpen } = request.routeOptions.config ?? {};
    if (isNeverShed) return done();
    if (atWork >= maxRequestsAtOnce) return void refuse(reply);
    if (isHeldOpen) return done();
    request.isAtWork = true;
    atWork += 1;
    reply.raw.once('close', () => leave(request));
    done();
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    leave(request);
    done(null, payload);
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

/** One for all, spelled once: what is refused must cost next to nothing, else refusing is the load. */
const OVERLOADED = new AppError('unavailable', 'overloaded', 'The service is overloaded. Try again.', {
  retryAfterSeconds: RETRY_AFTER_SECONDS,
});

const OVERLOADED_TEXT = JSON.stringify(toProblemAnswer(OVERLOADED).body);

function refuse(reply: FastifyReply): FastifyReply {
  return reply
    .status(503)
    .headers({ 'retry-after': RETRY_AFTER_SECONDS, 'content-type': 'application/json' })
    .send(OVERLOADED_TEXT);
}

/** For routes that must answer while load is shed, because they tell of it. */
export const isNeverShed = { isNeverShed: true, pressureHandler: () => undefined };
