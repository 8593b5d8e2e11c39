import type { FastifyRequest } from 'fastify';
import type { World } from '../world.ts';
import { chosenCompany } from './chosen-company.ts';
import { visitOf } from './visit.ts';

export const DASHBOARD = '/dashboard';
export const PASSKEY = '/passkey';
export const CHOOSE_COMPANY = '/companies/choose';
export const ACCOUNT_CLOSED = '/account/closed';

/** The page that a signed-in visitor can't get past, or the dashboard. */
export function nextPage(world: World, request: FastifyRequest): string {
  if (visitOf(request).session.isPasskeyOffered) return PASSKEY;
  const company = chosenCompany(world, request);
  if (!company) return CHOOSE_COMPANY;
  return company.leftOn === null ? DASHBOARD : ACCOUNT_CLOSED;
}

/** Whether the page may be seen now. Another company can be chosen also when this one is closed. */
export function isOpen(path: string, next: string): boolean {
  return next === DASHBOARD || path === next || (next === ACCOUNT_CLOSED && path === CHOOSE_COMPANY);
}
