import Fastify from 'fastify';
import pg from 'pg';
import { PLAIN_COLUMNS } from './api-rows.ts';

/**
 * What the service is measured against, without any check: `/rows` as one would write it, `/joined` and `/one` the least that
 * can send the same bytes.
 */
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['MUSTER_DATABASE_MAX_CONNECTIONS']),
});
const app = Fastify({ logger: false });

const ROWS = {
  name: 'rows',
  text: `select ${PLAIN_COLUMNS.map(({ name }) => name).join(', ')} from plain_employees
          where linked_account_id = $1 order by created_at, id limit 100`,
};
const JOINED = {
  name: 'joined',
  text: `select string_agg(body::text, ',') as bodies
           from (select body from employees where linked_account_id = $1 and not remote_was_deleted
                  order by created_at, id limit 100) page`,
};
const ONE = {
  name: 'one',
  text: 'select body::text from employees where linked_account_id = $1 and id = $2',
};

/** As one writes it who knows the columns: the fastest that a schema's serializer gets. */
const text = { type: 'string', nullable: true };
const KINDS = {
  text,
  uuid: text,
  timestamptz: text,
  boolean: { type: 'boolean' },
  'uuid[]': { type: 'array', items: { type: 'string' } },
} as const;
const page = {
  type: 'object',
  properties: {
    next: text,
    previous: text,
    results: {
      type: 'array',
      items: {
        type: 'object',
        properties: Object.fromEntries(PLAIN_COLUMNS.map(({ name, type }) => [name, KINDS[type]])),
      },
    },
  },
};

interface Address {
  Params: { account: string; id: string };
}

app.get<Address>('/rows/:account', { schema: { response: { 200: page } } }, async (request) => {
  const { rows } = await pool.query({ ...ROWS, values: [request.params.account] });
  return { next: CURSOR, previous: null, results: rows as unknown[] };
});

app.get<Address>('/joined/:account', async (request, reply) => {
  const { rows } = await pool.query<{ bodies: string }>({ ...JOINED, values: [request.params.account] });
  const text = `{"next":"${CURSOR}","previous":null,"results":[${rows[0]!.bodies}]}`;
  return reply.type('application/json').send(text);
});

app.get<Address>('/one/:account/:id', async (request, reply) => {
  const values = [request.params.account, request.params.id];
  const { rows } = await pool.query<{ body: string }>({ ...ONE, values });
  return reply.type('application/json').send(rows[0]!.body);
});

/** As long as one of ours. */
const CURSOR = 'x'.repeat(Number(process.env['BENCH_CURSOR_LENGTH']));

process.send?.({ url: await app.listen({ host: '127.0.0.1', port: 0 }) });
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
