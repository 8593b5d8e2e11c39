import type { FastifyInstance } from 'fastify';
import { invalidInput } from '../../../lib/app-error.ts';
import type { Product } from '../product.ts';

const MAX_DAYS = 400;

/** What the buttons of the pages ask for, and the product's state as JSON. */
export function addActionRoutes(app: FastifyInstance, product: Product): void {
  const { connection } = product;
  app.post('/connect', (request) =>
    connection.createLinkToken((request.body as { handover?: string } | undefined)?.handover),
  );
  app.post('/linked', async (request) => ({
    account_token: await connection.exchange(textOf(request.body, 'public_token')),
  }));
  app.post('/sync', async () => {
    await connection.requestSync();
    return {};
  });
  app.post('/disconnect', async () => {
    await connection.disconnect();
    return {};
  });
  app.post('/rules', (request) => {
    product.setRule(textOf(request.body, 'department_id'), textOf(request.body, 'group'));
    return {};
  });
  app.post('/clock', async (request) => {
    const reminders_sent = await product.passDays(daysOf(request.body));
    return { today: product.today(), reminders_sent };
  });
  app.post('/tour/next', (_request, reply) => {
    void product.options.tour?.next();
    return reply.code(202).send({});
  });
  app.get('/connection.json', () => connection.describe());
  app.get('/roster.json', async () => ({ employees: await connection.listEmployees() }));
  app.get('/tour.json', () => ({ steps: product.options.tour?.steps() ?? [] }));
  app.get('/tasks.json', () => ({ today: product.today(), tasks: product.tasks() }));
  app.get('/groups.json', () => ({ departments: product.departments(), members: product.memberships() }));
}

function textOf(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  if (typeof value === 'string') return value;
  throw badRequest(`${name} must be a text.`, name);
}

function daysOf(body: unknown): number {
  const days = (body as { days?: unknown } | undefined)?.days;
  if (typeof days === 'number' && Number.isInteger(days) && days > 0 && days <= MAX_DAYS) return days;
  throw badRequest(`days must be a whole number up to ${MAX_DAYS}.`, 'days');
}

/** With the status that Fastify answers. */
function badRequest(message: string, name: string): Error {
  return Object.assign(invalidInput('invalid_field', message, `/${name}`), { statusCode: 400 });
}
