import type { RawBuilder } from 'kysely';

/** For each filter of a list, the condition that a value of it stands for. */
export type FilterConditions<Filters> = {
  [Name in keyof Filters]-?: (value: Exclude<Filters[Name], undefined>) => RawBuilder<unknown>;
};

/** The part of a query that says which rows a list has; other parameters are left out. */
export function pickFilters<Filters extends object>(
  conditions: FilterConditions<Filters>,
  query: Filters,
): Filters {
  return Object.fromEntries(listGiven(conditions, query)) as Filters;
}

/** All of them hold of the rows that the list has. */
export function toConditions<Filters extends object>(
  conditions: FilterConditions<Filters>,
  filters: Filters,
): RawBuilder<unknown>[] {
  return listGiven(conditions, filters).map(([name, value]) => conditions[name](value));
}

function listGiven<Filters extends object>(conditions: FilterConditions<Filters>, filters: Filters) {
  type Name = keyof Filters;
  const given = (Object.keys(conditions) as Name[]).map((name) => [name, filters[name]] as const);
  return given.filter((pair): pair is [Name, Exclude<Filters[Name], undefined>] => pair[1] !== undefined);
}
