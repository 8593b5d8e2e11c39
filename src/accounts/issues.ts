import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../db/client.ts';
import type { IssueQuestion } from '../db/schema/accounts.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import type { EventType } from '../webhooks/events.ts';
import { wakeDispatcher } from '../webhooks/outbox.ts';
import { announceIssuesSql } from './issue-events.ts';

export interface AccountScope {
  organizationId: string;
  linkedAccountId: string;
}

export interface NewIssue {
  code: string;
  /** What it is about within its code: a report, a capability. One open issue per code and subject. */
  subject?: string;
  /** What is wrong and what to do; no personal data, nothing secret. */
  description: string;
  /** Shapes, counts, names of columns. */
  details?: string[];
  /** A reading of the source told it: see resolveSourceNotices. */
  isSourceNotice?: boolean;
  /** What a person may answer: see resolve-issue.ts. */
  question?: IssueQuestion;
}

/**
 * Opens the issue, or moves the open one's last incident and text forward. One that opens is announced: as reopened when the
 * same was resolved before.
 */
export async function openIssue(db: Db | Trx, scope: AccountScope, issue: NewIssue): Promise<void> {
  const id = newId();
  const opened = insertIssue(db, id, scope, issue).returningAll();
  const { rows } = await sql<{ id: string }>`
    with opened as (${opened}), told as (${announceIssuesSql('opened', openedAs(id))})
    select id from told`.execute(db);
  if (rows.length > 0) await wakeDispatcher(db);
}

/** The row that was open before keeps its id, and is nothing new. */
const openedAs = (id: string) => sql<EventType | null>`
  case when told.id = ${id}::uuid then
    case when exists (select from issues former
                       where former.linked_account_id = told.linked_account_id and former.code = told.code
                         and former.subject = told.subject and former.status = 'RESOLVED')
         then 'issue.reopened' else 'issue.opened' end end`;

function insertIssue(db: Db | Trx, id: string, scope: AccountScope, issue: NewIssue) {
  return db
    .insertInto('issues')
    .values({
      id,
      organization_id: scope.organizationId,
      linked_account_id: scope.linkedAccountId,
      code: issue.code,
      subject: issue.subject ?? '',
      error_description: issue.description,
      error_details: issue.details ?? [],
      is_source_notice: issue.isSourceNotice ?? false,
      question: toQuestion(issue),
      status: 'ONGOING',
      first_incident_time: sql`now()`,
      last_incident_time: sql`now()`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['linked_account_id', 'code', 'subject'])
        .where('status', '=', 'ONGOING')
        .doUpdateSet({
          last_incident_time: sql`now()`,
          error_description: issue.description,
          error_details: issue.details ?? [],
          question: toQuestion(issue),
        }),
    );
}

const toQuestion = ({ question }: NewIssue): string | null =>
  question === undefined ? null : JSON.stringify(question);

/** Closes what is open under this code: of one subject, of all but some, or all. Says since when each was open. */
export function resolveIssues(
  db: Db | Trx,
  scope: AccountScope,
  code: string,
  options: { subject?: string; exceptSubjects?: readonly string[] } = {},
): Promise<ResolvedIssue[]> {
  const { subject, exceptSubjects = [] } = options;
  return resolveWhere(
    db,
    scope,
    sql`code = ${code} and (${subject ?? null}::text is null or subject = ${subject ?? null}::text)
        and subject <> all(${exceptSubjects}::text[])`,
  );
}

/** Closes in one statement what is open under any of these codes, but for what is named. */
export async function resolveIssuesExcept(
  db: Db | Trx,
  scope: AccountScope,
  codes: readonly string[],
  except: readonly { code: string; subject: string }[],
): Promise<void> {
  await resolveWhere(db, scope, sql`code = any(${codes}::text[]) and ${isNotAmong(except)}`);
}

/** Closes what an earlier reading told and the last one did not. */
export async function resolveSourceNotices(
  db: Db | Trx,
  scope: AccountScope,
  told: readonly { code: string; subject: string }[],
): Promise<void> {
  await resolveWhere(db, scope, sql`is_source_notice and ${isNotAmong(told)}`);
}

const isNotAmong = (named: readonly { code: string; subject: string }[]) => sql<boolean>`
  not exists (select from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) named(code text, subject text)
               where named.code = issues.code and named.subject = issues.subject)`;

interface ResolvedIssue {
  /** The database's own text. */
  first_incident_time: string;
}

/** One statement closes and announces. */
async function resolveWhere(
  db: Db | Trx,
  scope: AccountScope,
  condition: RawBuilder<unknown>,
): Promise<ResolvedIssue[]> {
  const { rows } = await sql<ResolvedIssue>`
    with resolved as (
      update issues set status = 'RESOLVED', resolved_at = now()
       where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
         and status = 'ONGOING' and ${condition}
      returning *),
    told as (${announceIssuesSql('resolved', sql`${'issue.resolved' satisfies EventType}::text`)})
    select first_incident_time from resolved`.execute(db);
  if (rows.length > 0) await wakeDispatcher(db);
  return rows;
}
