import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { Component, OneOf } from './parts.ts';

const closed = { additionalProperties: false };

/** Whatever a field can hold. */
const FieldValue = Type.Unknown();

export const HistoryEntry = Type.Object(
  {
    model: OneOf('employee', 'employment'),
    record_id: Uuid,
    field: Nullable(
      Type.String({ description: 'Null: the record appeared; then nothing stands before and after.' }),
    ),
    before: FieldValue,
    after: FieldValue,
    effective_date: Nullable(
      Type.String({ format: 'date', description: 'From when it counts, where the source says so.' }),
    ),
    first_seen: DateTime,
    sync_run_id: Nullable(Type.String({ format: 'uuid', description: 'Null: the calendar brought it.' })),
  },
  { $id: 'HistoryEntry', ...closed },
);

const Change = Type.Object(
  {
    id: Type.String({ format: 'uuid', description: 'The same as `webhook-id`.' }),
    type: Type.String(),
    occurred_at: DateTime,
    data: Type.Object({}, { description: 'As in the webhook of this type.' }),
  },
  { $id: 'Change', ...closed },
);

export const ChangePage = Type.Object(
  {
    next: Type.String({ description: 'The cursor to go on with; always there.' }),
    has_more: Type.Boolean({ description: 'Ask again at once; otherwise everything was told.' }),
    results: Type.Array(Component(Change)),
  },
  { $id: 'ChangePage', ...closed },
);

export const CHANGE_COMPONENTS = [HistoryEntry, Change, ChangePage];
