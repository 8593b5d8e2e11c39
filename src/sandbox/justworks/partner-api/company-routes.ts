import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { has, requireScope } from './bearer.ts';
import { pageOf, startingAfter, type Query } from './paging.ts';
import { readableCompany } from './readable-company.ts';
import { toApiCompany } from './to-api-company.ts';

/** The company with its departments and offices, and its own fields. */
export function apiCompanyRoutes(app: FastifyInstance, world: World): void {
  const { partner } = world;
  app.get('/company', (request) => {
    requireScope(request, 'company.basic:read');
    const { company } = readableCompany(world, request);
    return toApiCompany(company, partner.ids, partner.companyTimes, has(request, 'company.detail:read'));
  });
  app.get('/company/custom-fields', (request) => {
    requireScope(request, 'company.detail:read');
    const isOwn = readableCompany(world, request).company === world.company;
    const fields = isOwn ? partner.customFields : [];
    return pageOf(
      request.query as Query,
      (afterId) => startingAfter(fields, afterId),
      (field) => field,
    );
  });
}
