import { describe, expect, it } from 'vitest';
import { toSyncStatus, type SyncFacts } from './sync-status.ts';

const never: SyncFacts = {
  data_fresh_as_of: null,
  next_sync_at: null,
  paused_at: null,
  latest_state: null,
  latest_error_code: null,
  latest_is_initial: null,
  started_at: null,
  finished_at: null,
  finished_state: null,
  finished_error_code: null,
  is_rate_limited: false,
};
const employee = { name: 'Employee', state: 'read', freshAsOf: null } as const;

describe('a sync status', () => {
  it('spells every run state in the words of the contract', () => {
    const words = {
      queued: 'SYNCING',
      running: 'SYNCING',
      succeeded: 'DONE',
      unchanged: 'DONE',
      partially_succeeded: 'PARTIALLY_SYNCED',
      held: 'PAUSED',
      failed: 'FAILED',
    } as const;
    for (const [state, word] of Object.entries(words)) {
      const facts = { ...never, latest_state: state as keyof typeof words };
      expect(toSyncStatus(employee, facts).status).toBe(word);
    }
  });

  it('is paused while the account is, whatever its last run came to, and nothing is due', () => {
    const facts: SyncFacts = {
      ...never,
      latest_state: 'succeeded',
      finished_state: 'succeeded',
      next_sync_at: '2026-11-23 00:00:00+00',
      paused_at: '2026-11-22 05:00:00+00',
    };
    expect(toSyncStatus(employee, facts)).toMatchObject({
      status: 'PAUSED',
      last_sync_result: 'DONE',
      next_sync_start: null,
    });
  });

  it('keeps the last result while the next run is at work', () => {
    const facts: SyncFacts = {
      ...never,
      latest_state: 'running',
      latest_is_initial: false,
      next_sync_at: '2026-11-23 00:00:00+00',
      started_at: '2026-11-22 05:00:00.25+00',
      finished_at: '2026-11-22 04:01:00+00',
      finished_state: 'partially_succeeded',
    };
    expect(toSyncStatus(employee, facts)).toEqual({
      model_name: 'Employee',
      model_id: 'hris.Employee',
      last_sync_start: '2026-11-22T05:00:00.25Z',
      next_sync_start: '2026-11-23T00:00:00Z',
      last_sync_result: 'PARTIALLY_SYNCED',
      last_sync_finished: '2026-11-22T04:01:00Z',
      status: 'SYNCING',
      is_initial_sync: false,
      selective_sync_configurations_usage: null,
      data_fresh_as_of: null,
      sync_status_reason: null,
    });
  });

  it('calls a model failed that could not be read, and the others done where nothing else was wrong', () => {
    const parts = { latest_state: 'partially_succeeded', latest_error_code: 'parts_failed' } as const;
    const facts: SyncFacts = {
      ...never,
      ...parts,
      finished_state: parts.latest_state,
      finished_error_code: parts.latest_error_code,
    };
    expect(toSyncStatus(employee, facts)).toMatchObject({ status: 'DONE', last_sync_result: 'DONE' });
    const broken = { name: 'Employment', state: 'failed', freshAsOf: null } as const;
    expect(toSyncStatus(broken, facts)).toMatchObject({ status: 'FAILED', last_sync_result: 'FAILED' });
    expect(toSyncStatus(broken, { ...facts, latest_state: 'running' }).status).toBe('SYNCING');
    expect(toSyncStatus(employee, { ...facts, latest_error_code: null }).status).toBe('PARTIALLY_SYNCED');
  });

  it('waits before the first run, and is disabled for what the source can not give', () => {
    expect(toSyncStatus(employee, never)).toMatchObject({
      status: 'PAUSED',
      last_sync_result: null,
      is_initial_sync: true,
    });
    const disabled = toSyncStatus(
      { name: 'Team', state: 'never_read', freshAsOf: null },
      { ...never, latest_state: 'succeeded' },
    );
    expect(disabled).toMatchObject({
      model_id: 'hris.Team',
      status: 'DISABLED',
      last_sync_result: 'DISABLED',
      next_sync_start: null,
    });
  });
});
