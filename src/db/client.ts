import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema/index.ts';
import { SharedConnections } from './shared-connections.ts';

export type Db = Kysely<Schema>;

// Postgres type ids: numbers as numbers, dates and times as the database's own text (a JS Date loses microseconds).
const PARSERS: Record<number, (text: string) => unknown> = {
  20: Number, // int8
  1700: Number, // numeric
  1082: (text) => text, // date
  1184: (text) => text, // timestamptz
  1182: (text) => parseArray(text), // date[]
};

function parseArray(text: string): string[] {
  const inner = text.slice(1, -1);
  return inner === '' ? [] : inner.split(',');
}

export interface DatabasePoolOptions {
  url: string;
  maxConnections: number;
  applicationName: string;
  onError: (error: Error) => void;
  /** A transaction whose client says nothing for so long is ended, and gives back the rows that it holds. */
  maxSilenceSeconds?: number;
}

/**
 * What a client that died without a word holds must not stay locked until TCP gives up, which is hours: a dead host is
 * noticed within 25 s, also during a statement, and a process that stopped within a transaction by its silence.
 */
const DEAD_CLIENT_SETTINGS =
  '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c client_connection_check_interval=2s';

/** A pool whose connections speak UTC and give numbers and timestamps as db/schema says. */
export function createPool(options: DatabasePoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    application_name: options.applicationName,
    options: `-c TimeZone=UTC -c DateStyle=ISO ${DEAD_CLIENT_SETTINGS} ${toSilenceSetting(options)}`,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        (PARSERS[oid] ?? pg.types.getTypeParser(oid, format)) as (text: string) => unknown,
    },
  });
  // A pool that is ending has said goodbye; what the server still says is no news.
  const report = (error: Error): void => (pool.ending ? undefined : options.onError(error));
  // Without a listener, an idle connection that the server ends would end the process.
  pool.on('error', report);
  pool.on('connect', (client) => void client.on('error', report));
  return pool;
}

const toSilenceSetting = ({ maxSilenceSeconds }: DatabasePoolOptions): string =>
  maxSilenceSeconds === undefined ? '' : `-c idle_in_transaction_session_timeout=${maxSilenceSeconds}s`;

interface Connections {
  pool: pg.Pool;
  shared: SharedConnections;
}

const CONNECTIONS = new WeakMap<Db, Connections>();

/** Ends the pool when it is destroyed. */
export function createDb(pool: pg.Pool): Db {
  const shared = new SharedConnections(pool);
  const end = async (): Promise<void> => void (await Promise.all([shared.end(), pool.end()]));
  const dialect = new PostgresDialect({
    pool: { options: pool.options, connect: () => pool.connect(), end },
  });
  const db = new Kysely<Schema>({ dialect });
  CONNECTIONS.set(db, { pool, shared });
  return db;
}

/** For what Kysely can't say, such as a statement's name; never within a transaction, which has a connection of its own. */
export function connectionsOf(db: Db): Connections {
  const connections = CONNECTIONS.get(db);
  if (!connections) throw new Error('Only what createDb made has connections.');
  return connections;
}

/** For arithmetic only; never write the result back as a cursor. */
export function toDate(timestamp: string): Date {
  return new Date(timestamp.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}
