import { createHash } from 'node:crypto';
import type { RawBuilder } from 'kysely';
import type pg from 'pg';
import { connectionsOf, type Db } from './client.ts';
import { toPgQuery, type KeptQuery } from './kept-query.ts';

/** Stands in a query for a value that is known only when it runs. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A query spelled once; each run brings the values of its slots. */
export interface Statement<Row> {
  text: string;
  parameters: readonly unknown[];
  /** Under which a connection keeps it parsed; null: it is parsed each time. */
  name: string | null;
  /** Goes over a connection that other reads are under way on; see SharedConnections. */
  isShared: boolean;
  row?: Row;
}

/** Where the value `name` goes; typed as whatever the query's parts ask for. */
export function slot(name: string): never {
  return new Slot(name) as never;
}

/**
 * Spells a query. A kept one stays parsed on each connection for as long as that lives, and PostgreSQL may plan it once
 * for all values: only for few queries, whose plan does not depend on the values.
 */
export function spell<Row>(
  db: Db,
  query: RawBuilder<Row>,
  { isKept, isShared = false }: { isKept: boolean; isShared?: boolean },
): Statement<Row> {
  const { sql: text, parameters } = query.compile(db);
  return { text, parameters, name: isKept ? nameOf(text) : null, isShared };
}

/** One round trip. `values` by slot; one too few is an error of ours. */
export async function runStatement<Row>(
  db: Db,
  { text, parameters, name, isShared }: Statement<Row>,
  values: Readonly<Record<string, unknown>>,
): Promise<Row[]> {
  const filled = parameters.map((parameter) =>
    parameter instanceof Slot ? valueOf(parameter, values) : parameter,
  );
  const { pool, shared } = connectionsOf(db);
  if (name === null) return (await pool.query({ text, values: filled })).rows as Row[];
  const query = { name, text, values: filled };
  const { rows } = await (isShared ? shared.query(query) : queryPool(pool, query));
  return rows as Row[];
}

/** A pool takes a query object as a client does; its types know of those alone that answer by events. */
function queryPool(pool: pg.Pool, query: KeptQuery): Promise<pg.QueryResult> {
  return pool.query(toPgQuery(query)) as unknown as Promise<pg.QueryResult>;
}

function valueOf({ name }: Slot, values: Readonly<Record<string, unknown>>): unknown {
  const value = values[name];
  if (value === undefined) throw new Error(`The statement needs a value for ${name}.`);
  return value;
}

/** By its text, so that a connection never meets two texts under one name. */
function nameOf(text: string): string {
  return `muster_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
}
