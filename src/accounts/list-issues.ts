import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { openCursors, toPage, type Page, type PageRequest } from '../lib/page.ts';

export interface IssueView {
  id: string;
  linked_account_id: string;
  code: string;
  subject: string | null;
  status: 'ONGOING' | 'RESOLVED';
  error_description: string;
  error_details: string[];
  end_user: { origin_id: string; organization_name: string | null; email_address: string | null };
  is_muted: boolean;
  first_incident_time: string;
  last_incident_time: string;
  resolved_at: string | null;
}

export interface IssueFilters {
  linked_account_id?: string;
  status?: 'ONGOING' | 'RESOLVED';
}

type IssueRow = Omit<IssueView, 'end_user'> & {
  key: string;
  origin_id: string;
  organization_name: string | null;
  email_address: string | null;
};

/** What a person must act on, oldest first. @throws AppError `cursor_invalid` */
export async function listIssues(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & { organizationId: string; filters: IssueFilters },
): Promise<Page<IssueView>> {
  const { organizationId, filters, pageSize } = input;
  const cursors = openCursors(deps.cursorKey, { organizationId, list: 'issues', filters });
  const from = cursors.read(input.cursor);
  const isBackward = from?.direction === 'previous';
  const conditions = [sql`issue.organization_id = ${organizationId}`];
  if (filters.linked_account_id)
    conditions.push(sql`issue.linked_account_id = ${filters.linked_account_id}::uuid`);
  if (filters.status) conditions.push(sql`issue.status = ${filters.status}`);
  if (from) {
    const beyond = isBackward ? sql`<` : sql`>`;
    conditions.push(
      sql`(first_incident_time, issue.id) ${beyond} (${from.value}::timestamptz, ${from.id}::uuid)`,
    );
  }
  const direction = isBackward ? sql`desc` : sql`asc`;
  const { rows } = await sql<IssueRow>`
    select issue.id, issue.linked_account_id, code, nullif(subject, '') as subject, issue.status, error_description,
           error_details, is_muted, first_incident_time, last_incident_time, resolved_at,
           first_incident_time::text as key, account.end_user_origin_id as origin_id,
           account.end_user_organization_name as organization_name, account.end_user_email_address as email_address
      from issues issue join linked_accounts account on account.id = issue.linked_account_id
     where ${sql.join(conditions, sql` and `)}
     order by first_incident_time ${direction}, issue.id ${direction}
     limit ${pageSize + 1}`.execute(deps.db);
  const placed = rows.map((row) => ({ row, place: { key: row.key, id: row.id } }));
  return toPage(cursors, from, placed, pageSize, ({ row }) => toIssueView(row));
}

function toIssueView({
  key: _key,
  origin_id,
  organization_name,
  email_address,
  ...issue
}: IssueRow): IssueView {
  return {
    ...issue,
    end_user: { origin_id, organization_name, email_address },
    first_incident_time: toApiTimestamp(issue.first_incident_time),
    last_incident_time: toApiTimestamp(issue.last_incident_time),
    resolved_at: issue.resolved_at === null ? null : toApiTimestamp(issue.resolved_at),
  };
}
