import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { OneOf } from './parts.ts';

const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0 });
const Milliseconds = Nullable(Type.Integer());

export const SyncRunState = OneOf(
  'queued',
  'running',
  'succeeded',
  'partially_succeeded',
  'unchanged',
  'held',
  'discarded',
  'superseded',
  'failed',
);

const Counts = Type.Object(
  { added: Count, updated: Count, deleted: Count, unchanged: Count, skipped: Count },
  closed,
);

export const SyncRun = Type.Object(
  {
    id: Uuid,
    linked_account_id: Uuid,
    state: SyncRunState,
    trigger: OneOf('link', 'schedule', 'request', 'follow_up', 'source_event'),
    is_initial: Type.Boolean(),
    counts: Nullable(
      Type.Record(Type.String(), Counts, {
        description:
          'By model; of a held run, what it would do. Null: not known yet, or nothing was written.',
      }),
    ),
    change_summary: Nullable(
      Type.Object(
        {
          models: Type.Record(
            Type.String(),
            Type.Object(
              {
                added: Count,
                updated: Count,
                deleted: Count,
                fields: Type.Record(Type.String(), Count, { description: 'How often each field changed.' }),
              },
              closed,
            ),
          ),
          lifecycle: Type.Record(Type.String(), Count, { description: 'Lifecycle events by type.' }),
        },
        closed,
      ),
    ),
    findings: Type.Array(Type.Object({ code: Type.String(), detail: Type.String() }, closed), {
      description: 'Why the run was held.',
    }),
    error_code: Nullable(Type.String()),
    queued_at: DateTime,
    started_at: Nullable(DateTime),
    staged_at: Nullable(DateTime),
    finished_at: Nullable(DateTime),
    released_at: Nullable(DateTime),
    durations_ms: Type.Object(
      { waiting: Milliseconds, reading: Milliseconds, applying: Milliseconds },
      closed,
    ),
    superseded_by: Nullable(Uuid),
  },
  { $id: 'SyncRun', ...closed },
);

export const SyncRunChange = Type.Object(
  {
    model: Type.String({ description: 'As in the event types: employee, employment, location …' }),
    action: OneOf('created', 'updated', 'deleted'),
    record: Type.Record(Type.String(), Type.Unknown(), {
      description: 'The record as it is after the change; `ssn` is never told.',
    }),
    changes: Type.Array(
      Type.Object({ field: Type.String(), before: Type.Unknown(), after: Type.Unknown() }, closed),
    ),
  },
  { $id: 'SyncRunChange', ...closed },
);

export const SYNC_RUN_COMPONENTS = [SyncRun, SyncRunChange];
