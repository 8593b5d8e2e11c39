import type { FastifyInstance, FastifyReply } from 'fastify';
import { authorizeRoutes } from '../oauth/authorize-routes.ts';
import { tokenRoutes } from '../oauth/token-routes.ts';
import { toHttpError } from '../http-status.ts';
import type { World } from '../world.ts';
import { ApiError, notFoundError } from './api-error.ts';
import { addApiHooks } from './api-faults.ts';
import { balanceRoutes } from './balance-routes.ts';
import { requireBearer } from './bearer.ts';
import { apiCompanyRoutes } from './company-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { deductionRoutes, webhookRoutes } from './other-routes.ts';
import { payrollRoutes } from './payroll-routes.ts';
import { timeOffRoutes } from './time-off-routes.ts';

/** The doors for partners' apps: `/oauth/*` and `/v1/*`. */
export async function registerPartnerApi(app: FastifyInstance, world: World): Promise<void> {
  addApiHooks(app, world);
  app.setErrorHandler((error, _request, reply) => sendError(reply, error));
  authorizeRoutes(app, world.partner);
  tokenRoutes(app, world.partner);
  await app.register(
    (api, _options, done) => {
      api.addHook('onRequest', requireBearer(world.partner));
      api.setNotFoundHandler((_request, reply) => sendError(reply, notFoundError()));
      apiCompanyRoutes(api, world);
      memberRoutes(api, world);
      payrollRoutes(api, world);
      timeOffRoutes(api, world);
      balanceRoutes(api, world);
      deductionRoutes(api);
      webhookRoutes(api, world);
      done();
    },
    { prefix: '/v1' },
  );
}

function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof ApiError) {
    return reply.code(error.status).send({ error: { code: error.code, ...error.details } });
  }
  const { status, code } = toHttpError(error);
  return reply.code(status).send({ error: { code } });
}
