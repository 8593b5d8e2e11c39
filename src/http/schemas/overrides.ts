import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { Component } from './parts.ts';

const closed = { additionalProperties: false };
export const Patch = Type.Record(Type.String(), Type.Unknown());

const HeldLink = Type.Object(
  { shape: Type.String(), host: Nullable(Type.String()), is_known: Type.Boolean() },
  { $id: 'HeldLink', ...closed },
);

export const HeldMessage = Type.Object(
  {
    id: Uuid,
    linked_account_id: Uuid,
    integration: Type.String(),
    received_at: DateTime,
    reason: Type.String(),
    from_domain: Nullable(Type.String()),
    kind: Nullable(Type.String()),
    subject_shape: Nullable(Type.String()),
    header_names: Type.Array(Type.String()),
    links: Type.Array(Component(HeldLink)),
  },
  { $id: 'HeldMessage', ...closed },
);

export const ConnectorOverride = Type.Object(
  {
    id: Uuid,
    integration: Type.String(),
    patch: Patch,
    reason: Type.String(),
    approved_by: Type.String(),
    created_at: DateTime,
    withdrawn_at: Nullable(DateTime),
    withdrawn_by: Nullable(Type.String()),
  },
  { $id: 'ConnectorOverride', ...closed },
);

export const OVERRIDE_COMPONENTS = [HeldLink, HeldMessage, ConnectorOverride];
