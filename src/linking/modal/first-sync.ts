import type { SessionView } from '../session-view.ts';

export type FirstSyncPhase = 'starting' | 'reading' | 'applying' | 'done' | 'done_partly' | 'held' | 'failed';

const ENDS: Record<string, FirstSyncPhase> = {
  partially_succeeded: 'done_partly',
  held: 'held',
  failed: 'failed',
};

/** A state that this page doesn't know counts by whether the run has ended. */
export function toFirstSyncPhase(sync: SessionView['sync']): FirstSyncPhase {
  if (sync === null || sync.phase === 'queued') return 'starting';
  // A held run waits for a person, whether or not it counts as ended.
  return ENDS[sync.state] ?? (sync.phase === 'ended' ? 'done' : sync.phase);
}
