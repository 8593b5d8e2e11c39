import { Type, type Static, type TSchema } from 'typebox';
import { Set as setFormat } from 'typebox/format';
import { Nullable } from '../../hris/model/index.ts';
import { Problem } from './problem.ts';

/** A schema that stands among the document's components; `addComponents` registers it. */
export function Component<T extends TSchema>(schema: T) {
  const { $id } = schema as { $id?: string };
  if ($id === undefined) throw new Error('A component needs an $id.');
  return Type.Unsafe<Static<T>>({ $ref: `${$id}#` });
}

export function PageOf<T extends TSchema>(item: T) {
  return Type.Object(
    { next: Nullable(Type.String()), previous: Nullable(Type.String()), results: Type.Array(item) },
    { additionalProperties: false },
  );
}

const INSTANT =
  /^(?!0000)\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):?[0-5]\d)?)?$/i;

/** A day that exists, with or without a time; without a zone it is UTC. Postgres reads everything that passes here. */
function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false;
  const day = text.slice(0, 10);
  const time = text.slice(11, 16);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return false;
  return time === '' || !Number.isNaN(Date.parse(`${day}T${text.slice(11, 19).replace(/[^0-9:].*$/, '')}Z`));
}
setFormat('date-or-date-time', isInstant);

/** `2026-01-31` or `2026-01-31T12:00:00[.ffffff][Z|+01:00]` */
export const Instant = Type.String({ format: 'date-or-date-time' });
/** Of what has a start and an end: half-open, as the standard filters are. */
export const periodQuery = {
  ended_after: Type.Optional(Instant),
  ended_before: Type.Optional(Instant),
  started_after: Type.Optional(Instant),
  started_before: Type.Optional(Instant),
};
/** Given comma-joined, repeated or both. */
export const List = <T extends TSchema>(item: T) => Type.Array(item, { maxItems: 500 });
export const OneOf = <const T extends string[]>(...words: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: words });

const DEFAULT_PAGE_SIZE = 30;
const MAX_PAGE_SIZE = 100;
export const pageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 2000 })),
  page_size: Type.Optional(
    Type.Integer({ minimum: 1, description: `${DEFAULT_PAGE_SIZE} unless given; at most ${MAX_PAGE_SIZE}.` }),
  ),
};

export function toPageRequest(query: { cursor?: string; page_size?: number }) {
  return { cursor: query.cursor, pageSize: Math.min(query.page_size ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE) };
}

/** What an error of each status says, where the route says nothing of its own. */
export const PROBLEM_TEXTS: Record<number, string> = {
  400: 'A parameter or a field is not valid.',
  401: 'A key or token is missing, unknown or has ended.',
  403: 'The key lacks the role, or the setting of the deployment does not allow it.',
  404: 'Nothing of this id belongs to the caller.',
  409: 'What is there now does not allow it.',
  410: 'What comes next is no longer kept.',
  413: 'The message is larger than this service takes.',
  415: 'The body is not of a type that is taken here.',
  422: 'A field can be read, but not be used.',
  429: 'Too many requests; `Retry-After` tells how long to wait.',
  431: 'The headers or the query are longer than this service takes.',
  500: 'Something failed on our side.',
  503: 'Overloaded, or something it needs is away; `Retry-After` tells how long to wait.',
};

/** Error answers of a route; 429 can be anywhere. */
export function problems(...statuses: number[]): Record<number, TSchema> {
  const entries = [...statuses, 429].map((status) => [
    status,
    { ...Component(Problem), description: PROBLEM_TEXTS[status] },
  ]);
  return Object.fromEntries(entries) as Record<number, TSchema>;
}
