import { createHash } from 'node:crypto';
import type { RawBuilder } from 'kysely';
import { poolOf, type Db } from './client.ts';

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
export function spell<Row>(db: Db, query: RawBuilder<Row>, options: { isKept: boolean }): Statement<Row> {
  const { sql: text, parameters } = query.compile(db);
  return { text, parameters, name: options.isKept ? nameOf(text) : null };
}

/** One round trip. `values` by slot; one too few is an error of ours. */
export async function runStatement<Row>(
  db: Db,
  { text, parameters, name }: Statement<Row>,
  values: Readonly<Record<string, unknown>>,
): Promise<Row[]> {
  const filled = parameters.map((parameter) =>
    parameter instanceof Slot ? valueOf(parameter, values) : parameter,
  );
  const query = name === null ? { text, values: filled } : { name, text, values: filled };
  const { rows } = await poolOf(db).query(query);
  return rows as Row[];
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
