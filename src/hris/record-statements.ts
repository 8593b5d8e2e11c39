import { sql, type RawBuilder } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Db } from '../db/client.ts';
import { slot, spell, type Statement } from '../db/prepared.ts';
import { freshnessOf, type FreshnessRow } from './freshness.ts';
import { toConditions, type FilterValue } from './record-filters.ts';
import { recordSources, type RecordSource } from './record-states.ts';
import type { RecordOrder, RecordSelection, StoredRecord } from './record-selection.ts';
import type { RecordModel } from './record-tables.ts';

/** What decides how a page's query is spelled; all else are values. */
interface PageShape {
  model: RecordModel;
  order: RecordOrder;
  isDeletedIncluded: boolean;
  isFormer: boolean;
  direction: 'first' | 'next' | 'previous';
  /** Their names, in order. */
  filters: readonly string[];
}

interface PageRow extends FreshnessRow {
  bodies: string | null;
  /** `PageFacts` as JSON: one column costs a page less than six. */
  facts: string;
}

/** In this order; all but the first are null where there are no rows. */
export type PageFacts = [
  hasMore: boolean,
  version: string | null,
  nearestKey: string | null,
  nearestId: string | null,
  farthestKey: string | null,
  farthestId: string | null,
];

type PlacedRecord = StoredRecord & { key: string; id: string };

interface RecordShape {
  model: RecordModel;
  isFormer: boolean;
  /** Without what stands beside the body. */
  isBodyEnough: boolean;
}

/** Without a record, its columns are null. */
interface RecordRow extends FreshnessRow {
  body: string | null;
  remote_data?: string | null;
  enum_origins?: string | null;
  version: string | null;
}

// Nulls last both ways, and row comparison works: the infinities stand for null.
const ORDER_KEYS: Record<
  RecordOrder,
  { key: RawBuilder<unknown>; type: RawBuilder<unknown>; isDescending: boolean }
> = {
  created_at: { key: sql`created_at`, type: sql`timestamptz`, isDescending: false },
  effective_date: { key: sql`coalesce(effective_date, 'infinity')`, type: sql`date`, isDescending: false },
  '-effective_date': { key: sql`coalesce(effective_date, '-infinity')`, type: sql`date`, isDescending: true },
};

/** Statements by shape. Callers choose the filters, so there are more shapes than are worth keeping. */
class Statements<Shape, Row extends object> {
  readonly #spelled = new LRUCache<string, Statement<Row>>({ max: 500 });
  readonly #toKey: (shape: Shape) => string;
  readonly #spell: (db: Db, shape: Shape) => Statement<Row>;

  constructor(toKey: (shape: Shape) => string, write: (db: Db, shape: Shape) => Statement<Row>) {
    this.#toKey = toKey;
    this.#spell = write;
  }

  get(db: Db, shape: Shape): Statement<Row> {
    const key = this.#toKey(shape);
    const known = this.#spelled.get(key);
    if (known) return known;
    const statement = this.#spell(db, shape);
    this.#spelled.set(key, statement);
    return statement;
  }
}

/** A page as one text, beside its freshness. */
export const pageStatements = new Statements<PageShape, PageRow>(toPageKey, (db, shape) =>
  spell(db, selectPageAsText(shape), { isKept: isUsual(shape), isShared: isUsual(shape) }),
);

/** A page row by row, with one row beyond it. */
export const rowStatements = new Statements<PageShape, PlacedRecord>(toPageKey, (db, shape) =>
  spell(db, selectPageRows(shape), { isKept: isUsual(shape) }),
);

/** One record beside its freshness. */
export const recordStatements = new Statements<RecordShape, RecordRow>(
  ({ model, isFormer, isBodyEnough }) => `${model}|${isFormer}|${isBodyEnough}`,
  (db, shape) => spell(db, selectRecord(shape), { isKept: !shape.isFormer, isShared: !shape.isFormer }),
);

/** What goes into the slots of a page's statement. */
export function pageValues(linkedAccountId: string, selection: RecordSelection): Record<string, unknown> {
  const { model, instant, from, pageSize, filters } = selection;
  const values: Record<string, unknown> = { account: linkedAccountId, model, instant, pageSize };
  if (from) {
    values['fromValue'] = from.value;
    values['fromId'] = from.id;
  }
  for (const [name, value] of Object.entries(filters)) values[slotOf(name)] = value;
  return values;
}

export function toPageShape(selection: RecordSelection): PageShape {
  return {
    model: selection.model,
    order: selection.order,
    isDeletedIncluded: selection.isDeletedIncluded,
    isFormer: selection.instant !== null,
    direction: selection.from?.direction ?? 'first',
    filters: Object.keys(selection.filters).toSorted(),
  };
}

function toPageKey({ model, order, isDeletedIncluded, isFormer, direction, filters }: PageShape): string {
  return `${model}|${order}|${isDeletedIncluded}|${isFormer}|${direction}|${filters.join()}`;
}

/** A page along the index of its order is planned alike for all accounts; a filter's plan depends on its value. */
const isUsual = (shape: PageShape): boolean => !shape.isFormer && shape.filters.length === 0;

const slotOf = (filter: string): string => `filter:${filter}`;

/**
 * No row is numbered and none beyond the page is fetched with its body: whether there are more is one look into the index,
 * behind the last row, and only where the page is full.
 */
function selectPageAsText(shape: PageShape): RawBuilder<PageRow> {
  const direction = isDownward(shape) ? sql`desc` : sql`asc`;
  const reverse = isDownward(shape) ? sql`asc` : sql`desc`;
  const listed = shape.direction === 'previous' ? reverse : direction;
  const rows = selectRows(shape, sql`body, ${versionOf(shape)} as row_version`, slot('pageSize'));
  const farther = sql`page.farthest_place, page.farthest_id`;
  return sql<PageRow>`
    select freshness.freshness, page.bodies,
           json_build_array(page.row_count = ${slot('pageSize')} and exists (${selectBeyond(shape, farther)}),
             page.version, page.nearest_place::text, page.nearest_id, page.farthest_place::text,
             page.farthest_id)::text as facts
      from (${freshnessOf()}) freshness
     cross join (
       select count(*)::int as row_count,
              string_agg(body::text, ',' order by place ${listed}, place_id ${listed}) as bodies,
              bit_xor(uuid_hash_extended(place_id, row_version))::text as version,
              (array_agg(place order by place ${direction}, place_id ${direction}))[1] as nearest_place,
              (array_agg(place_id order by place ${direction}, place_id ${direction}))[1] as nearest_id,
              (array_agg(place order by place ${direction}, place_id ${direction}))[count(*)] as farthest_place,
              (array_agg(place_id order by place ${direction}, place_id ${direction}))[count(*)] as farthest_id
         from (${rows}) rows) page`;
}

function selectPageRows(shape: PageShape): RawBuilder<PlacedRecord> {
  const columns = sql`body::text as body, remote_data::text as remote_data, enum_origins::text as enum_origins`;
  return sql<PlacedRecord>`
    select body, remote_data, enum_origins, place::text as key, place_id::text as id
      from (${selectRows(shape, columns, sql`${slot('pageSize')} + 1`)}) rows`;
}

function selectRecord(shape: RecordShape): RawBuilder<RecordRow> {
  const { model, isFormer, isBodyEnough } = shape;
  const beside = isBodyEnough
    ? sql``
    : sql`, remote_data::text as remote_data, enum_origins::text as enum_origins`;
  const states = sourcesOf(model, isFormer).map(
    ({ from, conditions }) => sql`
      select body::text as body, ${versionOf(shape)}::text as version ${beside}
        from ${from} source where ${sql.join([...conditions, sql`id = ${slot('id')}::uuid`], sql` and `)}`,
  );
  return sql<RecordRow>`
    select freshness.freshness, record.*
      from (${freshnessOf()}) freshness
      left join (${sql.join(states, sql` union all `)}) record on true`;
}

/** Nearest to the cursor first. */
function selectRows(
  shape: PageShape,
  columns: RawBuilder<unknown>,
  limit: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const [only, ...others] = sourcesOf(shape.model, shape.isFormer).map((source) =>
    selectPart(source, shape, columns, limit),
  );
  if (others.length === 0) return only!;
  const direction = isDownward(shape) ? sql`desc` : sql`asc`;
  return sql`
    select part.* from (${sql.join([only, ...others], sql` union all `)}) part
     order by place ${direction}, place_id ${direction} limit ${limit}`;
}

/** As much of one source as a page could need, so that an index can give it. */
function selectPart(
  source: RecordSource,
  shape: PageShape,
  columns: RawBuilder<unknown>,
  limit: RawBuilder<unknown>,
) {
  const { key, type } = ORDER_KEYS[shape.order];
  const direction = isDownward(shape) ? sql`desc` : sql`asc`;
  const from = sql`${slot('fromValue')}::${type}, ${slot('fromId')}::uuid`;
  const conditions = [
    ...conditionsOf(source, shape),
    ...(shape.direction === 'first' ? [] : [isBeyond(shape, from)]),
  ];
  return sql`(
    select ${columns}, ${key} as place, source.id as place_id
      from ${source.from} source
     where ${sql.join([sql`true`, ...conditions], sql` and `)}
     order by ${key} ${direction}, source.id ${direction}
     limit ${limit})`;
}

/** A row of the list behind a place, if there is one. */
function selectBeyond(shape: PageShape, place: RawBuilder<unknown>): RawBuilder<unknown> {
  const parts = sourcesOf(shape.model, shape.isFormer).map(
    (source) => sql`
      select 1 from ${source.from} source
       where ${sql.join([...conditionsOf(source, shape), isBeyond(shape, place)], sql` and `)}`,
  );
  return sql.join(parts, sql` union all `);
}

function isBeyond(shape: PageShape, place: RawBuilder<unknown>): RawBuilder<unknown> {
  const { key } = ORDER_KEYS[shape.order];
  return sql`(${key}, source.id) ${isDownward(shape) ? sql`<` : sql`>`} (${place})`;
}

function conditionsOf(source: RecordSource, shape: PageShape): RawBuilder<unknown>[] {
  const filters = Object.fromEntries(shape.filters.map((name) => [name, slot(slotOf(name)) as FilterValue]));
  return [
    ...source.conditions,
    ...toConditions(shape.model, filters),
    ...(shape.isDeletedIncluded ? [] : [sql`not remote_was_deleted`]),
  ];
}

const sourcesOf = (model: RecordModel, isFormer: boolean): RecordSource[] =>
  recordSources(slot('account'), model, isFormer ? slot('instant') : null);

/** What is different for each version of a row; former states have none, and stay as they are. */
const versionOf = ({ isFormer }: { isFormer: boolean }): RawBuilder<unknown> =>
  isFormer ? sql`0::bigint` : sql`source.xmin::text::bigint`;

function isDownward({ order, direction }: PageShape): boolean {
  return ORDER_KEYS[order].isDescending !== (direction === 'previous');
}
