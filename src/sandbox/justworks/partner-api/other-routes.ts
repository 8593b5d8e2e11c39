import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { World } from '../world.ts';
import {
  isPartnerEventType,
  type EventSubject,
  type PartnerEventType,
} from '../partner-webhooks/partner-event.ts';
import { ApiError, invalidRequest, notFoundError } from './api-error.ts';
import { grantOf, requireScope } from './bearer.ts';
import { choice } from './query.ts';
import type { Query } from './paging.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

const NOTHING = { items: [], next_cursor: null };

/** Deductions: there are none, and nobody may write any. */
export function deductionRoutes(app: FastifyInstance): void {
  app.get('/deduction-types', (request) => {
    requireScope(request, 'deductions:read');
    return NOTHING;
  });
  app.get('/deductions', (request) => {
    requireScope(request, 'deductions:read');
    return NOTHING;
  });
  const refuse = () => {
    throw new ApiError(403, 'insufficient_scope', { scope: 'deductions:write' });
  };
  app.post('/deductions', refuse);
  app.put('/deductions', refuse);
  app.patch('/deductions/cancel', refuse);
}

/** An app's own webhook: see it, open it again after failures, try it. */
export function webhookRoutes(app: FastifyInstance, world: World): void {
  const { webhooks, apps } = world.partner;
  const ownWebhook = (request: FastifyRequest) => webhooks.states.view(apps.find(grantOf(request).clientId)!);
  const getOwn = (request: IdRequest) => {
    const own = ownWebhook(request);
    if (own?.id !== request.params.id) throw notFoundError();
    return own;
  };
  app.post('/webhooks/get', (request) => {
    const status = choice((request.body ?? {}) as Query, 'status', ['opened', 'closed']);
    const own = ownWebhook(request);
    const items = own && (status === undefined || own.status === status) ? [own] : [];
    return { items, next_cursor: null };
  });
  app.post('/webhooks/:id/resume', (request: IdRequest) => {
    getOwn(request);
    webhooks.states.resume(grantOf(request).clientId);
    return getOwn(request);
  });
  app.post('/webhooks/:id/simulate', (request: IdRequest, reply) => {
    getOwn(request);
    const { event_type: type } = (request.body ?? {}) as Query;
    if (!isPartnerEventType(type)) throw invalidRequest('event_type is not one of ours.');
    const client = apps.find(grantOf(request).clientId)!;
    webhooks.simulate(client, type, exampleSubject(world, type));
    return reply.code(202).send({});
  });
}

/** The first member or department, so that whoever looks it up finds it. */
function exampleSubject(world: World, type: PartnerEventType): EventSubject {
  const { people, ids } = world.partner;
  const [person] = people.listMembers();
  const [department] = world.company.departments;
  if (type.startsWith('member.')) return { member: { id: person?.id ?? 'nobody' } };
  return {
    department: { id: department ? ids.swap(department.id) : 'none', name: department?.name ?? 'None' },
  };
}
