import { invalidRequest } from './api-error.ts';
import type { Query } from './paging.ts';

type Comparison = (updatedAt: number, given: number) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  updated_at: (updatedAt, given) => updatedAt === given,
  updated_at_gt: (updatedAt, given) => updatedAt > given,
  updated_at_gte: (updatedAt, given) => updatedAt >= given,
  updated_at_lt: (updatedAt, given) => updatedAt < given,
  updated_at_lte: (updatedAt, given) => updatedAt <= given,
  updated_at_ne: (updatedAt, given) => updatedAt !== given,
};

/** All of the query's `updated_at…` conditions at once. @throws ApiError for what is no date-time */
export function updatedAtFilter(query: Query): (updatedAt: string) => boolean {
  const conditions = Object.entries(COMPARISONS).flatMap(([name, compare]) => {
    const given = query[name];
    if (given === undefined) return [];
    const instant = typeof given === 'string' ? Date.parse(given) : Number.NaN;
    if (Number.isNaN(instant)) throw invalidRequest(`${name} is not a date-time.`);
    return [(updatedAt: number) => compare(updatedAt, instant)];
  });
  return (updatedAt) => conditions.every((holds) => holds(Date.parse(updatedAt)));
}
