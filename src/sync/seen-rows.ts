import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import {
  FINGERPRINT_BYTES,
  type ReportMarks,
  type RosterBase,
  type SeenRows,
} from '../connectors/contract.ts';
import type { RowKind } from '../hris/snapshot.ts';
import type { StageBase } from './stage-base.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { StageOwner } from './sync-run.ts';

/** Of a source's row, where its records stand in the base, by their ordinals; 0 is none. */
export interface StandingRow {
  ordinal: number;
  home: number;
  employment: number;
}

/** Rows that stand in the base: some bytes for each row of the source. */
class StandingRows implements SeenRows {
  readonly #ordinals = new Map<RowKind, Int32Array>();

  constructor(reports: readonly ReportMarks[]) {
    for (const { kind, count } of reports) this.#ordinals.set(kind, new Int32Array(count * CELLS));
  }

  set(kind: RowKind, place: number, { ordinal, home, employment }: StandingRow): void {
    this.#ordinals.get(kind)!.set([ordinal, home, employment], place * CELLS);
  }

  get(kind: RowKind, place: number): StandingRow {
    const ordinals = this.#ordinals.get(kind)!;
    const at = place * CELLS;
    return { ordinal: ordinals[at]!, home: ordinals[at + 1]!, employment: ordinals[at + 2]! };
  }

  find(kind: RowKind, place: number): { hasEmployment: boolean } | undefined {
    const ordinals = this.#ordinals.get(kind);
    const at = place * CELLS;
    // Undefined is greater than nothing too.
    return ordinals && ordinals[at]! > 0 ? { hasEmployment: ordinals[at + 2]! > 0 } : undefined;
  }
}

const CELLS = 3;

/** The base as a connector may ask of it; `rows` are there when it has asked. */
export interface ComparedBase extends RosterBase {
  readonly syncRunId: string;
  rows: StandingRows | undefined;
}

export function toComparedBase(deps: SyncDeps, run: StageOwner, base: StageBase): ComparedBase {
  const compared: ComparedBase = {
    key: base.rowsKey,
    syncRunId: base.syncRunId,
    rows: undefined,
    findSeen: async (reports) => (compared.rows = await findStandingRows(deps.pool, run, base, reports)),
  };
  return compared;
}

/** All fingerprints of the reading are laid beside those of the base at once. */
async function findStandingRows(
  pool: pg.Pool,
  run: StageOwner,
  base: StageBase,
  reports: readonly ReportMarks[],
): Promise<StandingRows> {
  const client = await pool.connect();
  try {
    await client.query(`
      begin; set local enable_nestloop = off; set local jit = off; set local work_mem = '64MB';
      create temporary table read_rows (kind text, place integer, fingerprint bytea) on commit drop`);
    await pipeline(
      Readable.from(toLines(reports)),
      client.query(copyFrom('copy read_rows (kind, place, fingerprint) from stdin')),
    );
    const { rows: blocks } = await client.query<StandingBlock>(COMPARE, [
      run.scope.linkedAccountId,
      base.syncRunId,
    ]);
    await client.query('commit');
    client.release();
    return toStandingRows(reports, blocks);
  } catch (error) {
    // The connection goes with the transaction, whatever state the copy left it in.
    client.release(true);
    throw error;
  }
}

async function* toLines(reports: readonly ReportMarks[]): AsyncGenerator<string> {
  for (const report of reports) {
    const { kind } = report;
    let place = 0;
    for await (const marks of report.read()) {
      let lines = '';
      for (let at = 0; at < marks.length; at += FINGERPRINT_BYTES) {
        lines += `${kind}\t${place}\t\\\\x${marks.toString('hex', at, at + FINGERPRINT_BYTES)}\n`;
        place += 1;
      }
      yield lines;
    }
  }
}

interface StandingBlock {
  kind: RowKind;
  /** `place,ordinal,home,employment` of each row, with blanks between them. */
  rows: string;
}

/**
 * Equal rows come to equal records, so that it does not matter which of several equal ones is taken. A person is known with
 * the home that the row told of, or not at all; the employment may be missing.
 */
const COMPARE = `
  with base as materialized (
    select s.model, s.row_fingerprint as fingerprint, min(s.ordinal) as ordinal from sync_stage s
     where s.linked_account_id = $1 and s.sync_run_id = $2 and s.model in ('employee', 'employment')
       and s.row_fingerprint is not null
     group by s.model, s.row_fingerprint),
  home as materialized (
    select s.owner_ordinal, s.ordinal, s.row_fingerprint as fingerprint from sync_stage s
     where s.linked_account_id = $1 and s.sync_run_id = $2 and s.model = 'location' and s.owner_ordinal is not null)
  select read_rows.kind,
         string_agg(concat_ws(',', read_rows.place, base.ordinal, coalesce(home.ordinal, 0), coalesce(employment.ordinal, 0)), ' ') as rows
    from read_rows
    join base on base.model = read_rows.kind and base.fingerprint = read_rows.fingerprint
    left join home on read_rows.kind = 'employee' and home.owner_ordinal = base.ordinal
    left join base employment on read_rows.kind = 'employee' and employment.model = 'employment'
                             and employment.fingerprint = read_rows.fingerprint
   where home.ordinal is null or home.fingerprint is not null
   group by read_rows.kind, read_rows.place / 10000`;

function toStandingRows(reports: readonly ReportMarks[], blocks: readonly StandingBlock[]): StandingRows {
  const standing = new StandingRows(reports);
  for (const { kind, rows } of blocks) {
    for (const row of rows.split(' ')) {
      const [place, ordinal, home, employment] = row.split(',').map(Number) as [
        number,
        number,
        number,
        number,
      ];
      standing.set(kind, place, { ordinal, home, employment });
    }
  }
  return standing;
}
