import type { FastifyRequest } from 'fastify';
import type { Company } from '../company/company.ts';
import type { World } from '../world.ts';
import { grantOf } from './bearer.ts';
import type { People, Person } from './people.ts';

type CompanyPerson = ReturnType<People['listMembers']>[number];

/** What a grant opens: the company with its people, or another company of the same log-in, which has none. */
export interface ReadableCompany {
  company: Company;
  /** Third parties too. */
  list(): readonly Person[];
  members(): readonly CompanyPerson[];
  find(id: string): Person | undefined;
}

export function readableCompany(world: World, request: FastifyRequest): ReadableCompany {
  const { company: granted } = grantOf(request);
  const { people } = world.partner;
  if (granted.id !== world.company.id) return emptyCompany(granted.id, granted.name);
  return {
    company: world.company,
    list: () => people.list(),
    members: () => people.listMembers(),
    find: (id) => people.find(id),
  };
}

function emptyCompany(id: string, name: string): ReadableCompany {
  const company: Company = {
    id,
    legalName: name,
    displayName: name,
    ein: '00-0000000',
    phone: '(212) 555-0199',
    offices: [],
    departments: [],
    leftOn: null,
  };
  return { company, list: () => [], members: () => [], find: () => undefined };
}
