import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { expect, it } from 'vitest';
import { pickFilters, toConditions, type FilterConditions } from './list-filters.ts';

interface Filters {
  name?: string;
  owner?: string | null;
  is_muted?: boolean;
}

const CONDITIONS: FilterConditions<Filters> = {
  name: (name) => sql`name = ${name}`,
  owner: (owner) => sql`owner = ${owner}`,
  is_muted: (isMuted) => sql`is_muted = ${isMuted}`,
};

const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

function compile(filters: Filters) {
  return toConditions(CONDITIONS, filters).map((condition) => {
    const { sql: text, parameters } = condition.compile(compiler);
    return [text, ...parameters];
  });
}

it('keeps the filters of a query, and nothing else of it', () => {
  const query = { name: 'a', is_muted: false, cursor: 'c', page_size: 10 };
  expect(pickFilters(CONDITIONS, query)).toEqual({ name: 'a', is_muted: false });
});

it('makes a condition of each filter that is given, null and false too', () => {
  expect(compile({ name: 'a', owner: null, is_muted: false })).toEqual([
    ['name = $1', 'a'],
    ['owner = $1', null],
    ['is_muted = $1', false],
  ]);
});

it('asks nothing where nothing is given', () => {
  expect(compile({})).toEqual([]);
  expect(compile({ name: undefined } as unknown as Filters)).toEqual([]);
});
