import { toApiTimestamp } from '../db/timestamps.ts';
import type { RunRow } from './sync-runs-store.ts';

type Shown =
  | 'id'
  | 'linked_account_id'
  | 'state'
  | 'trigger'
  | 'is_initial'
  | 'counts'
  | 'change_summary'
  | 'error_code'
  | 'superseded_by'
  | `${'queued' | 'started' | 'staged' | 'finished' | 'released'}_at`;

/** A run as a person or a partner sees it. */
export type SyncRunView = Pick<RunRow, Shown> & {
  /** Why it was held. */
  findings: { code: string; detail: string }[];
  /** Null: not over, or never begun. Reading lasts until everything is staged; applying, until the end. */
  durations_ms: { waiting: number | null; reading: number | null; applying: number | null };
};

export function toRunView(run: RunRow): SyncRunView {
  return {
    id: run.id,
    linked_account_id: run.linked_account_id,
    state: run.state,
    trigger: run.trigger,
    is_initial: run.is_initial,
    counts: run.counts,
    change_summary: run.change_summary,
    findings: run.findings ?? [],
    error_code: run.error_code,
    queued_at: toApiTimestamp(run.queued_at),
    started_at: toApi(run.started_at),
    staged_at: toApi(run.staged_at),
    finished_at: toApi(run.finished_at),
    released_at: toApi(run.released_at),
    durations_ms: {
      waiting: between(run.queued_at, run.started_at),
      reading: between(run.started_at, run.staged_at ?? run.finished_at),
      applying: between(run.staged_at && (run.released_at ?? run.staged_at), run.finished_at),
    },
    superseded_by: run.superseded_by,
  };
}

const toApi = (time: string | null): string | null => (time === null ? null : toApiTimestamp(time));

/** Of the database's own text, or null where either is not known. */
function between(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Date.parse(to) - Date.parse(from);
}
