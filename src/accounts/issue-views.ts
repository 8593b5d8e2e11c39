import { sql } from 'kysely';
import type { IssueQuestion } from '../db/schema/accounts.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { notFound } from '../lib/app-error.ts';

/** An issue in the words of the API of records. */
export interface WireIssue {
  id: string;
  status: 'ONGOING' | 'RESOLVED';
  error_description: string;
  end_user: { origin_id: string; organization_name: string | null; email_address: string | null };
  first_incident_time: string;
  last_incident_time: string;
  is_muted: boolean;
  error_details: string[];
}

/** What a person may answer, and how. */
export interface QuestionView {
  kind: IssueQuestion['kind'];
  /** Records that the row of the source may be about. */
  record_ids: string[];
  actions: ('same' | 'different')[];
  /** An answer that the next sync applies. */
  answer: { action: 'same' | 'different'; record_id: string | null; answered_at: string } | null;
}

/** All that is known of an issue. */
export interface IssueView extends Omit<WireIssue, 'end_user'> {
  /** Both null: it is about the organization, not one account. */
  linked_account_id: string | null;
  end_user: WireIssue['end_user'] | null;
  code: string;
  subject: string | null;
  question: QuestionView | null;
  resolved_at: string | null;
}

export interface IssueRow {
  id: string;
  linked_account_id: string | null;
  code: string;
  subject: string | null;
  status: 'ONGOING' | 'RESOLVED';
  error_description: string;
  error_details: string[];
  is_muted: boolean;
  first_incident_time: string;
  last_incident_time: string;
  resolved_at: string | null;
  question: IssueQuestion | null;
  answer: { action: 'same' | 'different'; record_ids: string[]; answered_at: string } | null;
  origin_id: string | null;
  organization_name: string | null;
  email_address: string | null;
}

/** SQL: the columns of a view. */
export const ISSUE_COLUMNS = sql`
  issue.id, issue.linked_account_id, issue.code, nullif(issue.subject, '') as subject, issue.status,
  issue.error_description, issue.error_details, issue.is_muted, issue.first_incident_time, issue.last_incident_time,
  issue.resolved_at, issue.question, to_jsonb(answer) as answer, account.end_user_origin_id as origin_id,
  account.end_user_organization_name as organization_name, account.end_user_email_address as email_address`;

/** SQL: where they come from. */
export const ISSUE_TABLES = sql`
  issues issue
    left join linked_accounts account
      on account.id = issue.linked_account_id and account.organization_id = issue.organization_id
    left join identity_answers answer
      on answer.linked_account_id = issue.linked_account_id and answer.issue_id = issue.id`;

/** SQL: an account that is being erased is nobody's, and so are its issues. */
export const IS_SHOWN = sql`(issue.linked_account_id is null or account.id is not null)`;

export function toIssueView(row: IssueRow): IssueView {
  const { id, linked_account_id, code, subject, status, is_muted, error_description, error_details } = row;
  return {
    id,
    linked_account_id,
    code,
    subject,
    status,
    error_description,
    error_details,
    end_user:
      row.origin_id === null
        ? null
        : {
            origin_id: row.origin_id,
            organization_name: row.organization_name,
            email_address: row.email_address,
          },
    is_muted,
    question: row.question && toQuestionView(row.question, row.answer),
    first_incident_time: toApiTimestamp(row.first_incident_time),
    last_incident_time: toApiTimestamp(row.last_incident_time),
    resolved_at: row.resolved_at === null ? null : toApiTimestamp(row.resolved_at),
  };
}

function toQuestionView({ kind, record_ids }: IssueQuestion, answer: IssueRow['answer']): QuestionView {
  return {
    kind,
    record_ids,
    // Where nobody known is in question, the row can only be about somebody new.
    actions: record_ids.length > 0 ? ['same', 'different'] : ['different'],
    answer: answer && {
      action: answer.action,
      record_id: answer.action === 'same' ? answer.record_ids[0]! : null,
      answered_at: toApiTimestamp(answer.answered_at),
    },
  };
}

/** The part that the API of records shows, which knows issues of accounts only. @throws AppError not_found */
export function toWireIssue(issue: IssueView): WireIssue {
  const { id, status, error_description, end_user, is_muted, error_details } = issue;
  if (end_user === null) throw notFound('issue');
  const { first_incident_time, last_incident_time } = issue;
  return {
    id,
    status,
    error_description,
    end_user,
    first_incident_time,
    last_incident_time,
    is_muted,
    error_details,
  };
}
