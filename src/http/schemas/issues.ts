import { Type } from 'typebox';
import { DateTime, Nullable, Uuid } from '../../hris/model/index.ts';
import { Component, OneOf } from './parts.ts';

const closed = { additionalProperties: false };
export const IssueStatus = OneOf('ONGOING', 'RESOLVED');

const EndUser = Type.Object(
  {
    origin_id: Type.String(),
    organization_name: Nullable(Type.String()),
    email_address: Nullable(Type.String()),
  },
  { $id: 'IssueEndUser', ...closed },
);

const wireProperties = {
  id: Uuid,
  status: IssueStatus,
  error_description: Type.String(),
  end_user: Component(EndUser),
  first_incident_time: DateTime,
  last_incident_time: DateTime,
  is_muted: Type.Boolean(),
  error_details: Type.Array(Type.String()),
};

/** As the API of records shows it. */
export const Issue = Type.Object(wireProperties, { $id: 'Issue', ...closed });

export const IssueAction = OneOf('same', 'different');

const Answer = Type.Object(
  { action: IssueAction, record_id: Nullable(Uuid), answered_at: DateTime },
  { $id: 'IssueAnswer', ...closed },
);

const Question = Type.Object(
  {
    kind: OneOf('maybe_same_person', 'identity_ambiguous', 'duplicate_claim'),
    record_ids: Type.Array(Uuid, { description: 'Employees whom the row of the source may be about.' }),
    actions: Type.Array(IssueAction),
    answer: Nullable(Component(Answer)),
  },
  { $id: 'IssueQuestion', ...closed },
);

/** As our own API shows it. */
export const AccountIssue = Type.Object(
  {
    ...wireProperties,
    end_user: Nullable(Component(EndUser)),
    linked_account_id: Nullable({ ...Uuid, description: 'Null: it is about the organization.' }),
    code: Type.String(),
    subject: Nullable(Type.String()),
    question: Nullable(Component(Question)),
    resolved_at: Nullable(DateTime),
  },
  { $id: 'AccountIssue', ...closed },
);

export const ISSUE_COMPONENTS = [EndUser, Issue, Answer, Question, AccountIssue];
