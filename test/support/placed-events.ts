import { sql } from 'kysely';
import type { Db } from '../../src/db/client.ts';

/** Gives the organization's events that wait their places in the change feed, in order, and tells nobody of them. */
export async function placeEvents(db: Db, organizationId: string): Promise<void> {
  await sql`
    with taken as (
      delete from undispatched_events u using outbox_events e
       where e.id = u.event_id and e.organization_id = ${organizationId}
      returning u.occurred_at, u.event_id)
    insert into event_positions (event_id, organization_id, position)
    select event_id, ${organizationId}, nextval('outbox_positions')
      from (select event_id from taken order by occurred_at, event_id) ordered`.execute(db);
}
