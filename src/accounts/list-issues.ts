import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { listByKeyset } from '../db/keyset-list.ts';
import { pickFilters, toConditions, type FilterConditions } from '../db/list-filters.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import {
  IS_SHOWN,
  ISSUE_COLUMNS,
  ISSUE_TABLES,
  toIssueView,
  type IssueRow,
  type IssueView,
} from './issue-views.ts';

/** Times are what a caller sent; `after` includes the instant, `before` does not. */
export interface IssueFilters {
  linked_account_id?: string;
  /** The account that an account token opens; null: none. */
  of_token?: string | null;
  status?: 'ONGOING' | 'RESOLVED';
  end_user_organization_name?: string;
  /** Slug of the source. */
  integration?: string;
  first_incident_time_after?: string;
  first_incident_time_before?: string;
  last_incident_time_after?: string;
  last_incident_time_before?: string;
  /** Of the last thing that happened to the issue, its end included. */
  start_date?: string;
  end_date?: string;
  is_muted?: boolean;
  /** Leaves out what is about the organization itself. */
  is_of_account?: boolean;
}

const LAST_EVENT = sql`greatest(issue.last_incident_time, issue.resolved_at)`;

const CONDITIONS: FilterConditions<IssueFilters> = {
  linked_account_id: (id) => sql`issue.linked_account_id = ${id}::uuid`,
  of_token: (id) => sql`coalesce(issue.linked_account_id = ${id}::uuid, false)`,
  status: (status) => sql`issue.status = ${status}`,
  end_user_organization_name: (name) => sql`account.end_user_organization_name = ${name}`,
  integration: (slug) => sql`account.integration = ${slug}`,
  first_incident_time_after: (time) => sql`issue.first_incident_time >= ${time}::timestamptz`,
  first_incident_time_before: (time) => sql`issue.first_incident_time < ${time}::timestamptz`,
  last_incident_time_after: (time) => sql`issue.last_incident_time >= ${time}::timestamptz`,
  last_incident_time_before: (time) => sql`issue.last_incident_time < ${time}::timestamptz`,
  start_date: (time) => sql`${LAST_EVENT} >= ${time}::timestamptz`,
  end_date: (time) => sql`${LAST_EVENT} < ${time}::timestamptz`,
  is_muted: (isMuted) => sql`issue.is_muted = ${isMuted}::boolean`,
  is_of_account: (isOfAccount) => sql`(issue.linked_account_id is not null) = ${isOfAccount}::boolean`,
};

/** What a person must act on, oldest first. @throws AppError `cursor_invalid` */
export function listIssues(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & { organizationId: string; filters: IssueFilters },
): Promise<Page<IssueView>> {
  const { organizationId } = input;
  const filters = pickFilters(CONDITIONS, input.filters);
  return listByKeyset<IssueRow, IssueView>(
    deps,
    {
      select: sql`select ${ISSUE_COLUMNS}, first_incident_time::text as keyset_key from ${ISSUE_TABLES}`,
      conditions: [
        sql`issue.organization_id = ${organizationId}`,
        IS_SHOWN,
        ...toConditions(CONDITIONS, filters),
      ],
      order: { key: 'first_incident_time', id: 'issue.id', isNewestFirst: false },
      list: { organizationId, list: 'issues', filters },
    },
    input,
    toIssueView,
  );
}

/** @throws AppError not_found */
export async function getIssue(
  deps: { db: Db },
  input: { organizationId: string; id: string },
): Promise<IssueView> {
  if (!isUuid(input.id)) throw notFound('issue');
  const { rows } = await sql<IssueRow>`
    select ${ISSUE_COLUMNS} from ${ISSUE_TABLES}
     where issue.organization_id = ${input.organizationId} and issue.id = ${input.id} and ${IS_SHOWN}`.execute(
    deps.db,
  );
  if (!rows[0]) throw notFound('issue');
  return toIssueView(rows[0]);
}
