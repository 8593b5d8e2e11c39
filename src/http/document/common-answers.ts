import type { RouteOptions } from 'fastify';
import type { TSchema } from 'typebox';
import { problems } from '../schemas/parts.ts';

type RouteFacts = Pick<RouteOptions, 'method' | 'url' | 'config' | 'schema'>;

/** The errors that a route can answer by what it is, whether it names them itself or not. */
export function commonProblems(route: RouteFacts): Record<number, TSchema> {
  const statuses = Object.entries(RULES)
    .filter(([, applies]) => applies(route))
    .map(([status]) => Number(status));
  const own = problems(...statuses);
  if (!isLimited(route)) delete own[429];
  return own;
}

const RULES: Record<number, (route: RouteFacts) => boolean> = {
  400: (route) => takesInput(route) || mayHaveBody(route),
  401: ({ config }) => config?.access !== 'public',
  403: ({ config }) => config?.role !== undefined,
  404: ({ url }) => url.includes(':'),
  409: isIdempotent,
  413: mayHaveBody,
  415: mayHaveBody,
  422: isIdempotent,
  // Anywhere, but only these would have no other refusal to show.
  431: ({ config }) => config?.access === 'public',
  500: () => true,
  503: isLimited,
};

/** POSTs of ours that a key calls can be repeated under an `Idempotency-Key`. */
export function isIdempotent(route: RouteFacts): boolean {
  return [route.method].flat().includes('POST') && route.config?.role !== undefined;
}

function mayHaveBody({ method }: RouteFacts): boolean {
  return [method].flat().some((name) => name !== 'GET' && name !== 'HEAD');
}

function takesInput({ schema }: RouteFacts): boolean {
  return schema?.querystring !== undefined || schema?.body !== undefined;
}

/** Health and figures are neither limited nor shed. Where a key is asked for, it has a limit of its own. */
function isLimited({ config }: RouteFacts): boolean {
  return config?.role !== undefined || config?.rateLimit !== false;
}
