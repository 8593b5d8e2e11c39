import { sql, type RawBuilder } from 'kysely';
import { apiTimestampSql } from '../db/timestamps.ts';
import { EVENT_ID } from '../webhooks/event-id.ts';
import type { EventType } from '../webhooks/events.ts';

const time = (column: string): string =>
  `case when told.${column} is not null then ${apiTimestampSql(`told.${column}`)} end`;

const ISSUE = `json_build_object('id', told.id, 'code', told.code, 'subject', nullif(told.subject, ''), 'status', told.status,
  'error_description', told.error_description, 'error_details', told.error_details, 'is_muted', told.is_muted,
  'first_incident_time', ${time('first_incident_time')}, 'last_incident_time', ${time('last_incident_time')},
  'resolved_at', ${time('resolved_at')})`;

/** Null for an issue of the organization. */
const ACCOUNT = `case when account.id is not null then
  json_build_object('id', account.id, 'end_user_origin_id', account.end_user_origin_id,
    'end_user_organization_name', account.end_user_organization_name, 'integration', account.integration) end`;

/**
 * SQL that announces the issues of the common table expression `source`, which gives whole rows of issues. What an issue says
 * holds no personal data, and so neither does its event. Whoever executes it wakes the dispatcher.
 * @param type SQL over the row `told`; null: that one is not announced
 */
export function announceIssuesSql(source: string, type: RawBuilder<EventType | null>): RawBuilder<unknown> {
  return sql`
    insert into outbox_events (id, organization_id, linked_account_id, type, data, occurred_at)
    select ${sql.raw(EVENT_ID)}, told.organization_id, told.linked_account_id, event.type,
           json_build_object('issue', ${sql.raw(ISSUE)}, 'linked_account', ${sql.raw(ACCOUNT)}), now()
      from ${sql.table(source)} told
     cross join lateral (select ${type} as type) event
      left join linked_accounts account
        on account.organization_id = told.organization_id and account.id = told.linked_account_id
     where event.type is not null
    returning id`;
}
