import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TimeOffPolicy } from '../company/time-off-policies.ts';
import { requestsOf, type TimeOffRequest } from '../company/time-off-requests.ts';
import { todayIn, type World } from '../world.ts';
import { requireScope } from './bearer.ts';
import { omitEmpty } from './omit-empty.ts';
import { pageOf, startingAfter, type Query } from './paging.ts';
import { choice, optionalText, requiredDate } from './query.ts';
import { readableCompany } from './readable-company.ts';

const STATUSES = ['pending', 'approved', 'denied', 'cancelled'] as const;

/** Policies and requests. */
export function timeOffRoutes(app: FastifyInstance, world: World): void {
  app.get('/time-off/policies', (request) => {
    requireScope(request, 'time_off:read');
    const query = request.query as Query;
    const status = choice(query, 'status', ['active', 'inactive']);
    const isOwn = readableCompany(world, request).company === world.company;
    const policies = isOwn ? world.partner.policies : [];
    const wanted = policies.filter((policy) => status === undefined || policy.status === status);
    return pageOf(query, (afterId) => startingAfter(wanted, afterId), toApiPolicy);
  });
  app.get('/time-off/requests', (request) => {
    requireScope(request, 'time_off:read');
    const query = request.query as Query;
    return pageOf(query, (afterId) => wantedRequests(world, request, query, afterId), toApiRequest);
  });
}

interface KeyedRequest {
  id: string;
  memberId: string;
  request: TimeOffRequest;
}

/** In the order of the members' ids, which the requests' ids begin with. */
function* wantedRequests(
  world: World,
  httpRequest: FastifyRequest,
  query: Query,
  afterId: string | null,
): Iterable<KeyedRequest> {
  const days = {
    from: requiredDate(query, 'start_date'),
    to: requiredDate(query, 'end_date'),
    today: todayIn(world),
  };
  const policyId = optionalText(query, 'policy_id');
  const status = choice(query, 'status', STATUSES);
  for (const { id: memberId, member } of askers(world, httpRequest, query, afterId)) {
    for (const request of requestsOf(member, world.partner.policies, days)) {
      const id = `request_${memberId}_${request.year}_${request.slot}`;
      const isWanted =
        (afterId === null || id > afterId) &&
        (policyId === undefined || request.policy.id === policyId) &&
        (status === undefined || request.status === status);
      if (isWanted) yield { id, memberId, request };
    }
  }
}

/** From the member that the last request was of, who may have more of them. */
function* askers(world: World, request: FastifyRequest, query: Query, afterId: string | null) {
  const memberId = optionalText(query, 'member_id');
  const lastMemberId = afterId?.split('_')[1];
  for (const person of readableCompany(world, request).members()) {
    if (memberId !== undefined && person.id !== memberId) continue;
    if (lastMemberId === undefined || person.id >= lastMemberId) yield person;
  }
}

function toApiPolicy(policy: TimeOffPolicy) {
  return omitEmpty({
    id: policy.id,
    name: policy.name,
    status: policy.status,
    type: policy.type,
    effective_date: policy.effectiveDate,
    deactivation_date: policy.deactivationDate,
  });
}

function toApiRequest({ id, memberId, request }: KeyedRequest) {
  return omitEmpty({
    id,
    member_id: memberId,
    policy_id: request.policy.id,
    status: request.status,
    unit_type: request.policy.unit,
    amount: request.amount,
    start_date: request.startDate,
    end_date: request.endDate,
    notes: request.notes,
    created_at: `${request.createdOn}T15:00:00.000Z`,
    updated_at: `${request.updatedOn}T15:00:00.000Z`,
  });
}
