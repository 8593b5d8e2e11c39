import { sql } from 'kysely';
import type { Trx } from '../db/transaction.ts';
import { newId } from '../lib/ids.ts';
import type { EventType } from '../webhooks/events.ts';
import { wakeDispatcher } from '../webhooks/outbox.ts';
import { announceIssuesSql } from './issue-events.ts';

/** An issue that is about no linked account. */
export interface NewOrganizationIssue {
  code: string;
  /** What it is about within its code. One open issue per organization, code and subject. */
  subject: string;
  /** What is wrong and what to do; no personal data, nothing secret. */
  description: string;
  details: string[];
}

/** Opens the issue and announces it, or moves the open one's last incident and text forward. */
export async function openOrganizationIssue(
  trx: Trx,
  organizationId: string,
  { code, subject, description, details }: NewOrganizationIssue,
): Promise<void> {
  const id = newId();
  const isNew = sql<EventType | null>`case when told.id = ${id}::uuid then 'issue.opened' end`;
  await sql`
    with opened as (
      insert into issues (id, organization_id, code, subject, error_description, error_details, status,
                          first_incident_time, last_incident_time)
      values (${id}, ${organizationId}, ${code}, ${subject}, ${description}, ${details}, 'ONGOING', now(), now())
          on conflict (organization_id, code, subject) where linked_account_id is null and status = 'ONGOING'
             do update set last_incident_time = now(), error_description = excluded.error_description,
                           error_details = excluded.error_details
      returning *)
    ${announceIssuesSql('opened', isNew)}`.execute(trx);
  await wakeDispatcher(trx);
}

/** Closes the open issue of this code and subject, if there is one, and announces that. */
export async function resolveOrganizationIssue(
  trx: Trx,
  organizationId: string,
  { code, subject }: { code: string; subject: string },
): Promise<void> {
  const { rows } = await sql`
    with closed as (
      update issues set status = 'RESOLVED', resolved_at = now()
       where organization_id = ${organizationId} and linked_account_id is null and code = ${code}
         and subject = ${subject} and status = 'ONGOING'
      returning *)
    ${announceIssuesSql('closed', sql<EventType | null>`'issue.resolved'`)}`.execute(trx);
  if (rows.length > 0) await wakeDispatcher(trx);
}
