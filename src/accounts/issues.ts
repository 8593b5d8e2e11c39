import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { IssueQuestion } from '../db/schema/accounts.ts';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';

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

/** Opens the issue, or moves the open one's last incident and text forward. */
export async function openIssue(db: Db | Trx, scope: AccountScope, issue: NewIssue): Promise<void> {
  await db
    .insertInto('issues')
    .values({
      id: newId(),
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
    )
    .execute();
}

const toQuestion = ({ question }: NewIssue): string | null =>
  question === undefined ? null : JSON.stringify(question);

/** Closes what is open under this code: of one subject, of all but some, or all. */
export async function resolveIssues(
  db: Db | Trx,
  scope: AccountScope,
  code: string,
  options: { subject?: string; exceptSubjects?: readonly string[] } = {},
): Promise<void> {
  let query = db
    .updateTable('issues')
    .set({ status: 'RESOLVED', resolved_at: sql`now()` })
    .where('linked_account_id', '=', scope.linkedAccountId)
    .where('code', '=', code)
    .where('status', '=', 'ONGOING');
  if (options.subject !== undefined) query = query.where('subject', '=', options.subject);
  const { exceptSubjects = [] } = options;
  if (exceptSubjects.length > 0) query = query.where('subject', 'not in', exceptSubjects);
  await query.execute();
}

/** Closes in one statement what is open under any of these codes, but for what is named. */
export async function resolveIssuesExcept(
  db: Db | Trx,
  scope: AccountScope,
  codes: readonly string[],
  except: readonly { code: string; subject: string }[],
): Promise<void> {
  await sql`
    update issues set status = 'RESOLVED', resolved_at = now()
     where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
       and status = 'ONGOING' and code = any(${codes}::text[])
       and not exists (select from jsonb_to_recordset(${JSON.stringify(except)}::jsonb) kept(code text, subject text)
                        where kept.code = issues.code and kept.subject = issues.subject)`.execute(db);
}

/** Closes what an earlier reading told and the last one did not. */
export async function resolveSourceNotices(
  db: Db | Trx,
  scope: AccountScope,
  told: readonly { code: string; subject: string }[],
): Promise<void> {
  await sql`
    update issues set status = 'RESOLVED', resolved_at = now()
     where organization_id = ${scope.organizationId} and linked_account_id = ${scope.linkedAccountId}
       and status = 'ONGOING' and is_source_notice
       and not exists (select from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) told(code text, subject text)
                        where told.code = issues.code and told.subject = issues.subject)`.execute(db);
}
