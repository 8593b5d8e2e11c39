import type pg from 'pg';
import type { RecordModel } from '../hris/record-tables.ts';
import { AppError } from '../lib/app-error.ts';
import { newId } from '../lib/ids.ts';
import { STAGE_COLUMNS } from './stage-rows.ts';
import type { StageOwner } from './sync-run.ts';

/** Rows of the base that stand in the run's stage too, under ordinals of its own. */
export class SeenBatch {
  readonly #models = new Map<
    RecordModel,
    { ordinals: number[]; standing: number[]; owners: (number | null)[] }
  >();
  size = 0;

  /** @param row `standing` is the ordinal in the base, `owner` of a home the person's ordinal in the run */
  add(model: RecordModel, row: { ordinal: number; standing: number; owner?: number }): void {
    let rows = this.#models.get(model);
    if (!rows) this.#models.set(model, (rows = { ordinals: [], standing: [], owners: [] }));
    rows.ordinals.push(row.ordinal);
    rows.standing.push(row.standing);
    rows.owners.push(row.owner ?? null);
    this.size += 1;
  }

  /** @throws AppError unavailable `stage_base_lost`: the run begins anew, and reads everything */
  async copy(client: pg.PoolClient, run: StageOwner, baseRunId: string): Promise<void> {
    // Version 7 and the time of all; the rest is each row's own.
    const idPrefix = newId().slice(0, PREFIX_LENGTH);
    for (const [model, { ordinals, standing, owners }] of this.#models) {
      const names = [run.scope.linkedAccountId, run.id, baseRunId, model, idPrefix];
      const { rowCount } = await client.query(COPY_SEEN, [...names, ordinals, standing, owners]);
      if (rowCount !== ordinals.length) throw baseLost();
    }
  }
}

const PREFIX_LENGTH = 'tttttttt-tttt-7'.length;

/** What each run says anew of a row; all else is as it was staged first. */
const RENEWED: Partial<Record<(typeof STAGE_COLUMNS)[number], string>> = {
  sync_run_id: '$2::uuid',
  ordinal: 'seen.ordinal',
  owner_ordinal: 'seen.owner_ordinal',
  candidate_id: `overlay(gen_random_uuid()::text placing $5 from 1 for ${PREFIX_LENGTH})::uuid`,
  // Of people and what they have, what the sync has found out.
  source_key: 'null',
};

const COPY_SEEN = `
  insert into sync_stage (${STAGE_COLUMNS.join(', ')}, contents_run_id, contents_ordinal)
  select ${STAGE_COLUMNS.map((column) => RENEWED[column] ?? `old.${column}`).join(', ')},
         coalesce(old.contents_run_id, old.sync_run_id), coalesce(old.contents_ordinal, old.ordinal)
    from unnest($6::integer[], $7::integer[], $8::integer[]) seen(ordinal, standing, owner_ordinal)
   cross join lateral (
     select * from sync_stage s
      where s.linked_account_id = $1::uuid and s.sync_run_id = $3::uuid and s.model = $4::text and s.ordinal = seen.standing
     offset 0) old`;

const baseLost = (): AppError =>
  new AppError(
    'unavailable',
    'stage_base_lost',
    'What the reading was compared with is gone; it is read anew.',
  );
