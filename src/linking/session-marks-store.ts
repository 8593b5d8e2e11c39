import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import type { LinkSessionKey } from './link-sessions-store.ts';

/**
 * For each session a mark that is another one whenever its view may be: the session itself, but for its lease, its
 * permissions, its mail, its first reading and its account. A session that is gone has none.
 */
export async function selectSessionMarks(
  db: Db,
  keys: readonly LinkSessionKey[],
): Promise<Map<string, string>> {
  const ids = keys.map(({ linkSessionId }) => linkSessionId);
  const organizations = keys.map(({ organizationId }) => organizationId);
  const { rows } = await sql<{ id: string; mark: string }>`
    select session.id, md5(concat_ws('|',
             (to_jsonb(session) - 'lease_token' - 'lease_until')::text,
             (select string_agg(concat_ws(',', c.capability, c.state, c.checked_at), ';' order by c.capability)
                from permission_checks c where c.linked_account_id = session.linked_account_id),
             (select string_agg(concat_ws(',', m.id, m.state, m.reason), ';' order by m.id)
                from inbound_messages m
               where m.linked_account_id = session.linked_account_id and m.received_at >= session.state_entered_at),
             (select (to_jsonb(run) - 'lease_token' - 'lease_until')::text from sync_runs run
               where run.linked_account_id = session.linked_account_id order by run.queued_at desc limit 1),
             account.remote_company_name, account.status)) as mark
      from unnest(${organizations}::uuid[], ${ids}::uuid[]) as wanted (organization_id, id)
      join link_sessions session on session.id = wanted.id and session.organization_id = wanted.organization_id
      join linked_accounts account on account.id = session.linked_account_id`.execute(db);
  return new Map(rows.map(({ id, mark }) => [id, mark]));
}
