import { Type } from 'typebox';
import { runHealthChecks, type HealthCheck } from '../../observability/health-checks.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { isNeverShed } from '../plugins/overload.ts';
import type { RouteApp } from '../route-app.ts';
import { HealthReport } from '../schemas/operations.ts';
import { Component } from '../schemas/parts.ts';

const options = { config: { access: 'public' as const, rateLimit: false as const, ...isNeverShed } };
const tags = ['operations'];

export function addOperationRoutes(app: RouteApp, parts: { checks: HealthCheck[]; metrics: Metrics }): void {
  const alive = Type.Object({ status: Type.String() }, { additionalProperties: false });
  app.get(
    '/healthz',
    {
      ...options,
      schema: { summary: 'Is the process alive?', tags, operationId: 'healthz', response: { 200: alive } },
    },
    () => Promise.resolve({ status: 'ok' }),
  );
  const report = Component(HealthReport);
  app.get(
    '/readyz',
    {
      ...options,
      schema: {
        summary: 'May traffic be sent here?',
        tags,
        operationId: 'readyz',
        response: { 200: report, 503: report },
      },
    },
    async (_request, reply) => {
      const result = await runHealthChecks(parts.checks);
      void reply.status(result.status === 'failed' ? 503 : 200);
      return result;
    },
  );
  app.get(
    '/metrics',
    {
      ...options,
      schema: {
        summary: 'Figures for Prometheus',
        tags,
        operationId: 'metrics',
        produces: ['text/plain'],
        response: { 200: Type.String() },
      },
    },
    async (_request, reply) => reply.type(parts.metrics.contentType).send(await parts.metrics.scrape()),
  );
}
