import { Type, type Static, type TSchema } from 'typebox';

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const Uuid = Type.String({ format: 'uuid' });
/** `YYYY-MM-DDTHH:MM:SS[.ffffff]Z`, also for pure dates (midnight UTC). */
export const DateTime = Type.String({ format: 'date-time' });
/** One of our words, or the source's own word where nothing maps. */
export const OpenEnum = (...words: string[]) =>
  Type.String({ description: `One of ${words.join(', ')}, or the source's own word where nothing maps.` });

export const RemoteData = Type.Object({ path: Type.String(), data: Type.Unknown() });

/** By the target's name. */
const MappedTargets = Type.Record(
  Type.String(),
  Type.Object({ value: Type.Unknown() }, { additionalProperties: false }),
);

/** What every common model carries beside its own fields. */
export const baseProperties = {
  id: Uuid,
  remote_id: Nullable(Type.String()),
  created_at: DateTime,
  modified_at: DateTime,
  remote_was_deleted: Type.Boolean(),
  field_mappings: Nullable(
    Type.Object(
      { organization_defined_targets: MappedTargets, linked_account_defined_targets: MappedTargets },
      { additionalProperties: false },
    ),
  ),
  remote_data: Nullable(Type.Array(RemoteData)),
};

/** A relation as it stands in a body: an id (expansion replaces it with the record when it is asked for). */
export const Relation = Nullable(Uuid);

export type FieldsOf<T extends TSchema, Omitted extends string> = Omit<
  Static<T>,
  keyof typeof baseProperties | Omitted
>;
