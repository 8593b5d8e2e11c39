import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Member } from '../company/member.ts';
import { customFieldValues } from '../company/custom-fields.ts';
import { stableNumber } from '../company/stable-number.ts';
import { todayIn, type World } from '../world.ts';
import { ApiError, notFoundError } from './api-error.ts';
import { has, requireScope } from './bearer.ts';
import { pageOf, startingAfter, type Query } from './paging.ts';
import type { Person } from './people.ts';
import { choice } from './query.ts';
import { readableCompany, type ReadableCompany } from './readable-company.ts';
import { isActive, toApiMember, type MemberView } from './to-api-member.ts';
import { toApiType } from './to-api-type.ts';
import { updatedAtFilter } from './updated-at-filter.ts';

type IdRequest = FastifyRequest<{ Params: { id: string } }>;

/** The people, one page or one person at a time. */
export function memberRoutes(app: FastifyInstance, world: World): void {
  app.get('/members', (request) => {
    requireScope(request, 'member.basic:read');
    const source = readableCompany(world, request);
    const query = request.query as Query;
    const isWanted = wantedMembers(world, query);
    const view = viewFor(world, request, source);
    return pageOf(
      query,
      (afterId) => only(startingAfter(source.list(), afterId), isWanted),
      (person) => toApiMember(person, view),
    );
  });
  app.get('/members/:id', (request: IdRequest) => {
    requireScope(request, 'member.basic:read');
    const source = readableCompany(world, request);
    return toApiMember(getPerson(source, request), viewFor(world, request, source));
  });
  app.get('/members/:id/custom-field-values', (request: IdRequest) => {
    requireScope(request, 'member.detail:read');
    const { member } = getPerson(readableCompany(world, request), request);
    const items = member ? valuesOf(world, member) : [];
    return { items, next_cursor: null };
  });
  app.get('/members/:id/tax-id', (request: IdRequest) => {
    requireScope(request, 'member.tax_id:read');
    const { member } = getPerson(readableCompany(world, request), request);
    if (!member) throw notFoundError();
    return { tax_id: taxIdOf(member) };
  });
}

function getPerson(source: ReadableCompany, request: IdRequest): Person {
  const person = source.find(request.params.id);
  if (!person) throw notFoundError();
  return person;
}

function viewFor(world: World, request: FastifyRequest, source: ReadableCompany): MemberView {
  const { ids, memberTimes } = world.partner;
  return {
    ids,
    company: source.company,
    times: memberTimes,
    today: todayIn(world),
    findMember: (id) => source.find(id)?.member,
    has: (scope) => has(request, scope),
  };
}

function wantedMembers(world: World, query: Query): (person: Person) => boolean {
  const status = choice(query, 'status', ['active', 'terminated']);
  const isInTime = updatedAtFilter(query);
  const today = todayIn(world);
  return (person) => {
    if (status !== undefined && isActive(person, today) !== (status === 'active')) return false;
    return isInTime(world.partner.memberTimes.ofPerson(person).updatedAt);
  };
}

function* only<T>(rows: Iterable<T>, isWanted: (row: T) => boolean): Iterable<T> {
  for (const row of rows) if (isWanted(row)) yield row;
}

function valuesOf(world: World, member: Member) {
  return world.partner.customFields
    .map((field) => ({ id: field.id, values: customFieldValues(member, field) }))
    .filter(({ values }) => values.length > 0);
}

/** Social security numbers never begin with 000. Abroad there is none. */
function taxIdOf(member: Member): string {
  const type = toApiType(member.memberType);
  if (type === 'international_contractor') throw new ApiError(400, 'invalid_request');
  if (type === 'international_employee' || type === 'employee_eor') throw notFoundError();
  const digits = String(stableNumber(`${member.id}/tax-id`) % 1_000_000).padStart(6, '0');
  return `000-${digits.slice(0, 2)}-${digits.slice(2)}`;
}
