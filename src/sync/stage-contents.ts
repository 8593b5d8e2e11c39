import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { RecordModel } from '../hris/record-tables.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { RECORD_PLANS, type RecordPlan } from './record-plans.ts';

/** What a row says of its record by itself, spelled as the stage holds it. */
export interface StagedContents {
  /** The fields in the order of the schema, "name":value,"name":value, with a break where lines, relations and what the calendar moves come. */
  own_fields: string;
  lines: string | null;
  typed: (string | null)[];
  /** What the account's field mappings come to, as it stands in the body; null: there are none. */
  field_mappings: string | null;
  /** Over fields, lines and field mappings. */
  fields_hash: string;
}

// No text of JSON holds it as it is.
const BREAK = '\u001e';

interface Spelling {
  plan: RecordPlan;
  /** Neighbours in the body. */
  runs: readonly (readonly { name: string; key: string }[])[];
  lines: readonly string[];
}

const SPELLINGS = new Map<RecordModel, Spelling>(
  RECORD_PLANS.map((plan) => {
    const runs = toFieldRuns(plan)
      .filter((names) => isOwn(plan, names[0]!))
      .map((names) => names.map((name) => ({ name, key: `${JSON.stringify(name)}:` })));
    return [plan.model, { plan, runs, lines: Object.keys(plan.lines) }] as const;
  }),
);

/** The row says it by itself, and nothing is added to it. */
function isOwn(plan: RecordPlan, name: string): boolean {
  return !plan.relations.has(name) && !(name in plan.lines) && !plan.unhashed.includes(name);
}

/** The body's fields in their order: own ones that stand side by side, and each other one by itself. */
function toFieldRuns(plan: RecordPlan): string[][] {
  const runs: string[][] = [];
  for (const name of plan.fields) {
    const last = runs.at(-1);
    if (last && isOwn(plan, name) && isOwn(plan, last[0]!)) last.push(name);
    else runs.push([name]);
  }
  return runs;
}

/** SQL for the body's fields in their order, each with a comma before it: own ones as staged, others by `otherSql`. */
export function fieldsSql(plan: RecordPlan, otherSql: (name: string) => string): string[] {
  let place = 0;
  return toFieldRuns(plan).map(([name]) => {
    if (!isOwn(plan, name!)) return `',"${name}":' || ${otherSql(name!)}`;
    place += 1;
    return `',' || split_part(c.own_fields, e'\\x1e', ${place})`;
  });
}

/** SQL for a row's own fields as one JSON object. */
export const OWN_FIELDS = `('{' || replace(c.own_fields, e'\\x1e', ',') || '}')::json`;

export function parseOwnFields(text: string): Record<string, unknown> {
  return JSON.parse(`{${text.replaceAll(BREAK, ',')}}`) as Record<string, unknown>;
}

export function toStagedContents(
  model: RecordModel,
  fields: object,
  fieldMappings: string | null = null,
): StagedContents {
  const { plan, runs, lines } = SPELLINGS.get(model)!;
  const valueOf = (name: string): unknown => Reflect.get(fields, name);
  const ownText = runs
    .map((names) => names.map(({ name, key }) => key + spell(valueOf(name))).join(','))
    .join(BREAK);
  const lineText =
    lines.length === 0 ? null : canonicalJson(Object.fromEntries(lines.map((name) => [name, valueOf(name)])));
  return {
    own_fields: ownText,
    lines: lineText,
    typed: plan.typed.map((name) => toText(valueOf(name))),
    field_mappings: fieldMappings,
    fields_hash: hashText([ownText, lineText && `|${lineText}`, fieldMappings && BREAK + fieldMappings]),
  };
}

/** A row without lines and mappings has the hash that it always had. */
const hashText = (parts: (string | null)[]): string => `\\x${hash('sha256', parts.join(''))}`;

/** Equal values in equal words, whatever the order of their keys. */
function spell(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return typeof value === 'object' ? canonicalJson(value) : JSON.stringify(value);
}

const toText = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

/**
 * SQL: what the source says in the staged row `s`, as `c`; an earlier run may have read it. Looked up by the row's key, so that no step sorts or hashes whole rosters
 * of contents.
 */
export const CONTENTS = sql.raw(`
  cross join lateral (
    select staged.own_fields, staged.lines, staged.typed, staged.enum_origins, staged.remote_data, staged.sealed_fields,
           staged.field_mappings
      from sync_stage_contents staged
     where staged.linked_account_id = s.linked_account_id and staged.sync_run_id = coalesce(s.contents_run_id, s.sync_run_id)
       and staged.model = s.model and staged.ordinal = coalesce(s.contents_ordinal, s.ordinal) offset 0) c`);
