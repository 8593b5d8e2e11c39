import type { FastifyInstance, FastifyRequest, onSendHookHandler } from 'fastify';
import type { AppContext } from '../../app-context.ts';
import { BackgroundAudit } from '../../audit/index.ts';
import { SENSITIVE_FIELDS } from '../../hris/record-tables.ts';
import { toError } from '../../lib/app-error.ts';
import { actorOf, hasSensitiveFields, linkedAccountOf } from './authentication.ts';

/** Of whose fields a route tells, by the first word of its address. */
const MODELS: Record<string, string> = { employees: 'Employee', dependents: 'Dependent' };

/** Writes down whose sensitive fields were given out to whom: every answer that holds one, behind the answer. */
export function addSensitiveReadAudit(
  app: FastifyInstance,
  { db, log }: Pick<AppContext, 'db' | 'log'>,
): void {
  const audit = new BackgroundAudit({ db, log });
  app.addHook('onRoute', (route) => {
    if (!hasSensitiveFields(route)) return;
    const model = modelOf(route.url);
    const hook: onSendHookHandler = (request, reply, payload, done) => {
      if (reply.statusCode !== 200 || !asksForSensitiveFields(request)) return done();
      recordRead(audit, request, model, payload).then(() => done(), done);
    };
    route.onSend = [...[route.onSend ?? []].flat(), hook];
  });
  app.addHook('onClose', () =>
    audit.settle().catch((thrown: unknown) => {
      log.error({ error: toError(thrown) }, 'audit_events_lost');
    }),
  );
}

function modelOf(url: string): string {
  const model = MODELS[url.split('/').findLast((word) => word !== '' && !word.startsWith(':')) ?? ''];
  if (model === undefined) throw new Error(`${url} does not say of whom its sensitive fields are.`);
  return model;
}

function asksForSensitiveFields({ query }: FastifyRequest): boolean {
  return (query as { include_sensitive_fields?: boolean }).include_sensitive_fields === true;
}

async function recordRead(
  audit: BackgroundAudit,
  request: FastifyRequest,
  model: string,
  payload: unknown,
): Promise<void> {
  if (typeof payload !== 'string') return;
  const ids = [...new Set(idsWithSensitiveFields(JSON.parse(payload)))];
  if (ids.length === 0) return;
  await audit.append({
    ...linkedAccountOf(request),
    actor: actorOf(request),
    type: 'READ_SENSITIVE_FIELDS',
    description: `Read ${SENSITIVE_FIELDS.join(', ')} of ${ids.length} ${ids.length === 1 ? 'record' : 'records'}.`,
    records: { model, ids },
  });
}

/** Ids of all records in the answer, expanded ones too, that show a sensitive field. */
function idsWithSensitiveFields(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsWithSensitiveFields);
  if (value === null || typeof value !== 'object') return [];
  const record = value as Record<string, unknown>;
  const isSensitive = SENSITIVE_FIELDS.some((field) => typeof record[field] === 'string');
  const own = isSensitive && typeof record['id'] === 'string' ? [record['id']] : [];
  return [...own, ...Object.values(record).flatMap(idsWithSensitiveFields)];
}
