import type { SessionView } from '../session-view.ts';

export type FirstSyncPhase = 'starting' | 'reading' | 'done' | 'done_partly' | 'held' | 'failed';

const PHASES: Record<string, FirstSyncPhase> = {
  running: 'reading',
  succeeded: 'done',
  partially_succeeded: 'done_partly',
  unchanged: 'done',
  held: 'held',
  failed: 'failed',
};

/** A state that this page doesn't know counts by whether the run has ended. */
export function toFirstSyncPhase(sync: SessionView['sync']): FirstSyncPhase {
  if (sync === null) return 'starting';
  return PHASES[sync.state] ?? (sync.finished_at === null ? 'starting' : 'done');
}
