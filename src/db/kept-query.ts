import pg from 'pg';

/** A statement that each connection keeps parsed under its name, with the values of one run. */
export interface KeptQuery {
  name: string;
  text: string;
  values: unknown[];
}

type Settle = (error: Error | undefined, result: pg.QueryResult) => void;

/** As pg runs it. Not made of a description, because pg copies that slot by slot, which costs ten times as much. */
export function toPgQuery({ name, text, values }: KeptQuery, settle?: Settle): pg.Query {
  return Object.assign(new pg.Query(text, values, settle), { name });
}
