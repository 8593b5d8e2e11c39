import { sql, type RawBuilder } from 'kysely';
import type { ConnectionMethod } from '../connectors/contract.ts';
import type { Db } from '../db/client.ts';
import { listByKeyset } from '../db/keyset-list.ts';
import { toApiTimestamp } from '../db/timestamps.ts';
import { notFound } from '../lib/app-error.ts';
import { isUuid } from '../lib/ids.ts';
import { DEFAULT_LANGUAGE } from '../lib/language.ts';
import type { Page, PageRequest } from '../lib/page.ts';
import type { LinkSessionState } from './link-session-states.ts';
import { describeProblem } from './problems.ts';

export interface LinkSessionFilters {
  /** Open ones alone unless given. */
  states?: LinkSessionState[];
  linkedAccountId?: string;
}

/** A walk through the modal as the partner sees it: where it stands, since when, and what went wrong. */
export interface LinkSessionOverview {
  id: string;
  linked_account_id: string;
  end_user_origin_id: string;
  end_user_organization_name: string | null;
  state: LinkSessionState;
  connection_method: ConnectionMethod;
  /** Since when it stands there. */
  state_entered_at: string;
  last_error: { code: string; message: string; fix: string } | null;
  is_relink: boolean;
  consented_at: string | null;
  token_expires_at: string;
  created_at: string;
  ended_at: string | null;
}

type Row = Omit<LinkSessionOverview, 'last_error'> & { last_error_code: string | null };

const SELECT = sql`
  select session.id, session.linked_account_id, account.end_user_origin_id, account.end_user_organization_name,
         session.state, session.connection_method, session.state_entered_at, session.last_error_code,
         account.completed_at is not null and account.completed_at < session.created_at as is_relink,
         session.consented_at, session.token_expires_at, session.created_at, session.ended_at,
         session.created_at::text as keyset_key
    from link_sessions session
    join linked_accounts account
      on account.id = session.linked_account_id and account.organization_id = session.organization_id`;

/** Oldest first. @throws AppError `cursor_invalid` */
export function listLinkSessions(
  deps: { db: Db; cursorKey: Uint8Array },
  input: PageRequest & { organizationId: string; filters: LinkSessionFilters },
): Promise<Page<LinkSessionOverview>> {
  const { organizationId, filters } = input;
  return listByKeyset<Row, LinkSessionOverview>(
    deps,
    {
      select: SELECT,
      conditions: [sql`session.organization_id = ${organizationId}::uuid`, ...toConditions(filters)],
      order: { key: 'session.created_at', id: 'session.id', isNewestFirst: false },
      list: { organizationId, list: 'link-sessions', filters },
    },
    input,
    toOverview,
  );
}

/** @throws AppError not_found */
export async function describeLinkSession(
  { db }: { db: Db },
  key: { organizationId: string; id: string },
): Promise<LinkSessionOverview> {
  const { rows } = isUuid(key.id)
    ? await sql<Row>`
        ${SELECT} where session.organization_id = ${key.organizationId}::uuid and session.id = ${key.id}::uuid`.execute(
        db,
      )
    : { rows: [] };
  if (!rows[0]) throw notFound('link session');
  return toOverview(rows[0]);
}

function toConditions({ states, linkedAccountId }: LinkSessionFilters): RawBuilder<unknown>[] {
  return [
    states ? sql`session.state = any(${states}::text[])` : sql`session.ended_at is null`,
    ...(linkedAccountId === undefined ? [] : [sql`session.linked_account_id = ${linkedAccountId}::uuid`]),
  ];
}

function toOverview(row: Row): LinkSessionOverview {
  return {
    id: row.id,
    linked_account_id: row.linked_account_id,
    end_user_origin_id: row.end_user_origin_id,
    end_user_organization_name: row.end_user_organization_name,
    state: row.state,
    connection_method: row.connection_method,
    state_entered_at: toApiTimestamp(row.state_entered_at),
    last_error:
      row.last_error_code === null
        ? null
        : describeProblem(row.last_error_code, row.connection_method, DEFAULT_LANGUAGE),
    is_relink: row.is_relink,
    consented_at: row.consented_at && toApiTimestamp(row.consented_at),
    token_expires_at: toApiTimestamp(row.token_expires_at),
    created_at: toApiTimestamp(row.created_at),
    ended_at: row.ended_at && toApiTimestamp(row.ended_at),
  };
}
