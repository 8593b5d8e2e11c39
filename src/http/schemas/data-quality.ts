import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { Component } from './parts.ts';

const closed = { additionalProperties: false };

const DataQualityCheck = Type.Object(
  {
    check: Type.String({ description: 'As in missing_work_email or manager_unresolved.' }),
    field: Nullable(
      Type.String({
        description: 'The field of employees that is empty; null: the check is of something else.',
      }),
    ),
    affected_count: Type.Integer(),
    total_count: Nullable(
      Type.Integer({ description: 'How many the check is about; null: those are not counted.' }),
    ),
    affected_since: Nullable(DateTime),
    measured_at: DateTime,
  },
  { $id: 'DataQualityCheck', ...closed },
);

export const DataQuality = Type.Object(
  { linked_account_id: Uuid, checks: Type.Array(Component(DataQualityCheck)) },
  { $id: 'DataQuality', ...closed },
);

export const AffectedEmployee = Type.Object({ id: Uuid }, { $id: 'AffectedEmployee', ...closed });

export const DATA_QUALITY_COMPONENTS = [DataQualityCheck, DataQuality, AffectedEmployee];
