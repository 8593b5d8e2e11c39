import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../lib/logger.ts';
import { toProblemAnswer, toRefusal, type ProblemAnswer } from './problems.ts';

/** The one place that turns what was thrown into an answer. */
export function addErrorHandling(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => sendError(log, error, request, reply));
  app.setNotFoundHandler((_request, reply) => send(reply, toRefusal(404)));
}

/** Also for what the router refuses before any hook runs, such as a malformed escape in the path. */
export function sendError(
  log: Logger,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const answer = toProblemAnswer(error);
  if (answer.status === 500) {
    log.error({ error, request_id: request.id, route: request.routeOptions.url ?? null }, 'request_failed');
  }
  return send(reply, answer);
}

/** For bytes that never became a request: no hook and no reply exist yet. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, body } = toRefusal(CLIENT_ERROR_STATUS[error.code ?? ''] ?? 400);
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} ${body.errors[0]!.title}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

const CLIENT_ERROR_STATUS: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function send(reply: FastifyReply, { status, body, retryAfterSeconds }: ProblemAnswer): FastifyReply {
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
  if (retryAfterSeconds !== undefined) void reply.header('Retry-After', retryAfterSeconds);
  return reply.status(status).type('application/json').send(JSON.stringify(body));
}
