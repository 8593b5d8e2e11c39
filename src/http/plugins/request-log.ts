import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../lib/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';

/** One line and one measurement per answer. The route's pattern stands for the path, which may carry tokens and ids. */
export function addRequestLog(app: FastifyInstance, log: Logger, metrics: Metrics): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('muster-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const status = reply.statusCode;
    metrics.observeRequest(
      { method: request.method, route, status: String(status) },
      reply.elapsedTime / 1000,
    );
    log.info(
      {
        request_id: request.id,
        method: request.method,
        route,
        status,
        duration_ms: Math.round(reply.elapsedTime),
        organization_id: (request.organization ?? request.employerPage)?.organizationId ?? null,
        linked_account_id: (request.linkedAccount ?? request.employerPage)?.linkedAccountId ?? null,
      },
      'request_answered',
    );
    done();
  });
}
