import type { Header, JsonSchema, Operation, Reference } from './document-types.ts';

const text: JsonSchema = { type: 'string' };
const count: JsonSchema = { type: 'integer', minimum: 0 };

/** Every header that an answer of ours tells something by. */
export const HEADERS: Record<string, Header> = {
  'Muster-Request-Id': {
    description: 'Name it when you ask us about this call; our log has it.',
    schema: { type: 'string', format: 'uuid' },
  },
  'Muster-Data-Fresh-As-Of': {
    description: 'When the source was last read whole; left out until it was read once.',
    schema: { type: 'string', format: 'date-time' },
  },
  'Muster-Sync-Status': {
    description: 'The status of the model, as in `sync-status`.',
    schema: {
      type: 'string',
      enum: ['SYNCING', 'DONE', 'FAILED', 'DISABLED', 'PAUSED', 'PARTIALLY_SYNCED'],
    },
  },
  ETag: { description: 'Send it as `If-None-Match` to be told whether anything changed.', schema: text },
  'Idempotent-Replayed': {
    description: '`true` where the answer is the one that was kept for the `Idempotency-Key`.',
    schema: { type: 'string', enum: ['true'] },
  },
  'RateLimit-Limit': { description: 'Requests that are allowed in a minute.', schema: count },
  'RateLimit-Remaining': { description: 'How many of them are left.', schema: count },
  'RateLimit-Reset': { description: 'Seconds until there are more.', schema: count },
  'X-RateLimit-Limit': { description: 'As `RateLimit-Limit`, under its older name.', schema: count },
  'X-RateLimit-Remaining': { description: 'As `RateLimit-Remaining`.', schema: count },
  'X-RateLimit-Reset': { description: 'As `RateLimit-Reset`.', schema: count },
  'Retry-After': { description: 'Seconds to wait before the next try.', schema: count },
  'WWW-Authenticate': { description: 'What to authenticate with.', schema: text },
};

/** Adds to each answer of the operation the headers that come with it. */
export function addHeaders(operation: Operation, facts: { isRecordAnswer: boolean }): void {
  for (const [status, answer] of Object.entries(operation.responses)) {
    if ('$ref' in answer) continue;
    const names = headersOf(status, operation, facts.isRecordAnswer);
    answer.headers = { ...Object.fromEntries(names.map((name) => [name, referTo(name)])), ...answer.headers };
  }
}

function headersOf(status: string, operation: Operation, isRecordAnswer: boolean): string[] {
  const isGood = status.startsWith('2') || status === '304';
  const isLimited = operation.responses['429'] !== undefined;
  const isRepeatable = operation.parameters?.some(({ name }) => name === 'Idempotency-Key') ?? false;
  return [
    'Muster-Request-Id',
    ...(isGood && isRecordAnswer ? ['Muster-Data-Fresh-As-Of', 'Muster-Sync-Status', 'ETag'] : []),
    ...(isGood && isRepeatable ? ['Idempotent-Replayed'] : []),
    ...(isGood && isLimited ? rateLimitHeaders(operation) : []),
  ];
}

/** Limits per key are told under both names, limits per address under the older ones alone. */
function rateLimitHeaders(operation: Operation): string[] {
  const names = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
  const older = names.map((name) => `X-${name}`);
  return operation['x-muster-role'] === undefined ? older : [...names, ...older];
}

function referTo(name: string): Reference {
  return { $ref: `#/components/headers/${name}` };
}

/** What stands in an answer for an error of this status, wherever it is given. */
export function problemHeaders(status: number): Record<string, Reference> {
  const names = [
    'Muster-Request-Id',
    ...(status === 401 ? ['WWW-Authenticate'] : []),
    ...(status === 429 || status === 503 ? ['Retry-After'] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, referTo(name)]));
}
