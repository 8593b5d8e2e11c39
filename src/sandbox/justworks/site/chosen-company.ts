import type { FastifyRequest } from 'fastify';
import type { ThirdParty } from '../access/third-party.ts';
import type { Company } from '../company/company.ts';
import type { World } from '../world.ts';
import { visitOf, visitorOf } from './visit.ts';

/** The companies that the log-in may choose from, the one of the sandbox first. */
export function companiesOf(world: World, visitor: ThirdParty): readonly Company[] {
  return [world.company, ...visitor.otherCompanies];
}

/** The company that the visitor is in; undefined before it was chosen, and for who is not signed in. */
export function chosenCompany(world: World, request: FastifyRequest): Company | undefined {
  const visitor = visitorOf(world, request);
  if (!visitor) return undefined;
  const companies = companiesOf(world, visitor);
  if (companies.length === 1) return companies[0];
  return companies.find(({ id }) => id === visitOf(request).session.companyId);
}
